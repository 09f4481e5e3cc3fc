using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Services83.EMail.Storage.Consents;

/// <summary>
/// The links that ask the owners of mailboxes for their consent. A link holds a random secret of 256 bits, of which only a hash is stored. It
/// ends with the consent, with the next link of its account, and after some days.
/// </summary>
public sealed class ConsentLinks(IDatabase database, TimeProvider time)
{
    /// <summary>How long a link can be used.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    private const int SecretBytes = 32;

    /// <summary>Makes the link of an account. An earlier one ends.</summary>
    /// <returns>The secret in the link: 43 characters of base64url.</returns>
    public async Task<string> CreateAsync(int accountId, CancellationToken cancellationToken)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        await database.ExecuteAsync(
            """
            INSERT INTO oauth_link (account_id, hash, expires_at) VALUES (@accountId, @hash, @expiresAt)
            ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at
            """,
            new { accountId, hash = HashOf(secret), expiresAt = time.GetUtcNow() + Life }, cancellationToken);
        return secret;
    }

    /// <summary>The account of a link; null if the link has ended, or there was none.</summary>
    public async Task<int?> FindAsync(string secret, CancellationToken cancellationToken) => (await database.QueryAsync<int>(
        "SELECT account_id FROM oauth_link WHERE hash = @hash AND expires_at > @now",
        new { hash = HashOf(secret), now = time.GetUtcNow() }, cancellationToken)) is [var accountId] ? accountId : null;

    private static string HashOf(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
