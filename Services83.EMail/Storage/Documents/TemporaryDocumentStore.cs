using System.Security.Cryptography;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Storage.Documents;

/// <summary>
/// Messages that a client is about to archive. They are rows, not files: a name can never lead to a path, and every node of a cluster sees
/// them. A name is random, so that nobody can guess it, and valid only for its associate.
/// </summary>
public sealed class TemporaryDocumentStore(IDatabase database, TimeProvider time)
{
    private const int NameOctets = 16;
    private const string Extension = ".eml";

    /// <summary>Whether the text has the form of such a name.</summary>
    public static bool IsName(string? text) =>
        text is { Length: (2 * NameOctets) + 4 } && text.EndsWith(Extension, StringComparison.Ordinal)
        && text.Take(2 * NameOctets).All(char.IsAsciiHexDigitLower);

    /// <summary>Keeps a message for some time.</summary>
    /// <param name="associateId">The associate who may read it.</param>
    /// <param name="content">The whole message.</param>
    /// <param name="life">How long it is kept.</param>
    /// <param name="most">Most messages that an associate may have here at a time.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>Its name; null when the associate has too many.</returns>
    public Task<string?> AddAsync(int associateId, MessageContent content, TimeSpan life, int most, CancellationToken cancellationToken)
    {
        var name = $"{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NameOctets))}{Extension}";
        var now = time.GetUtcNow();
        return database.WriteAsync(
            async (transaction, token) =>
            {
                var held = await transaction.SingleAsync<int>(
                    "SELECT COUNT(*) FROM temporary_document WHERE associate_id = @associateId AND expires_at > @now",
                    new { associateId, now }, token);
                if (held >= most)
                {
                    return null;
                }

                var contentId = await ContentWriter.SaveAsync(transaction, content, token);
                await transaction.ExecuteAsync(
                    """
                    INSERT INTO temporary_document (name, associate_id, content_id, created_at, expires_at)
                    VALUES (@name, @associateId, @contentId, @now, @expiresAt)
                    """,
                    new { name, associateId, contentId, now, expiresAt = now + life }, token);
                return name;
            },
            cancellationToken);
    }

    /// <summary>The bytes of a message; null when there is none with that name, it belongs to somebody else, or it has expired.</summary>
    public Task<byte[]?> FindAsync(string name, int associateId, CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<byte[]>(
            """
            SELECT b.raw FROM temporary_document t JOIN content_body b ON b.content_id = t.content_id
            WHERE t.name = @name AND t.associate_id = @associateId AND t.expires_at > @now
            """,
            new { name, associateId, now = time.GetUtcNow() }, cancellationToken);

    /// <summary>Deletes expired messages.</summary>
    /// <returns>How many.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = await database.FirstOrDefaultAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM temporary_document WHERE expires_at <= @now)", new { now }, cancellationToken);
        return !due ? 0 : await database.WriteAsync(
            async (transaction, token) =>
            {
                var contents = await transaction.QueryAsync<int>(
                    "DELETE FROM temporary_document WHERE expires_at <= @now RETURNING content_id", new { now }, token);
                await ContentWriter.DropUnusedAsync(transaction, contents, token);
                return contents.Count;
            },
            cancellationToken);
    }
}
