using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Services83.EMail.Storage;

/// <summary>
/// Encrypts secrets that must be readable again, such as passwords of mail servers. A secret that was protected for one purpose cannot be
/// decrypted for another.
/// </summary>
public sealed class SecretProtector(IDataProtectionProvider provider, IOptions<StorageOptions> options)
{
    public string Protect(string purpose, string secret) => provider.CreateProtector(purpose).Protect(secret);

    /// <exception cref="StorageException">The keys that it was protected with do not exist any more.</exception>
    public string Unprotect(string purpose, string protectedSecret)
    {
        try
        {
            return provider.CreateProtector(purpose).Unprotect(protectedSecret);
        }
        catch (CryptographicException exception)
        {
            throw new StorageException(
                $"A stored secret cannot be decrypted with the keys in '{options.Value.KeyFolder}'. " +
                "Restore that folder from the backup that belongs to the database, or save the secret again.",
                isTransient: false,
                exception);
        }
    }
}
