using System.Security.Cryptography;
using System.Text;

namespace Services83.EMail.Storage.Mail;

/// <summary>The state of a folder of a named server when an associate last asked for new messages.</summary>
/// <param name="UidValidity">0 when the server does not send it.</param>
/// <param name="UidNext">0 when the server does not send it.</param>
public sealed record FolderVisit(long UidValidity, long UidNext);

/// <summary>Stores visits. Of server, login and folder only a hash is stored.</summary>
public sealed class FolderVisitStore(IDatabase database, TimeProvider time)
{
    /// <summary>Older visits are deleted.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(90);

    /// <summary>The state of a folder at the last visit; null when there was none.</summary>
    /// <param name="associateId">The visitor.</param>
    /// <param name="folder">Server, login and folder.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<FolderVisit?> FindAsync(int associateId, string folder, CancellationToken cancellationToken) =>
        await database.QueryAsync<(long Validity, long Next)>(
            "SELECT uid_validity, uid_next FROM folder_visit WHERE associate_id = @associateId AND folder = @folder",
            new { associateId, folder = HashOf(folder) }, cancellationToken) is [var (validity, next)]
            ? new FolderVisit(validity, next)
            : null;

    /// <summary>Stores a visit.</summary>
    /// <param name="associateId">The visitor.</param>
    /// <param name="folder">Server, login and folder.</param>
    /// <param name="visit">The folder's state now.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public Task ReplaceAsync(int associateId, string folder, FolderVisit visit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var row = new { associateId, folder = HashOf(folder), visit.UidValidity, visit.UidNext, now, oldest = now - Remembered };
        return database.WriteAsync(
            async (transaction, token) =>
            {
                await transaction.ExecuteAsync(
                    """
                    INSERT INTO folder_visit (associate_id, folder, uid_validity, uid_next, visited_at)
                    VALUES (@associateId, @folder, @UidValidity, @UidNext, @now)
                    ON CONFLICT (associate_id, folder) DO UPDATE
                    SET uid_validity = excluded.uid_validity, uid_next = excluded.uid_next, visited_at = excluded.visited_at
                    """,
                    row, token);
                return await transaction.ExecuteAsync("DELETE FROM folder_visit WHERE visited_at < @oldest", row, token);
            },
            cancellationToken);
    }

    private static string HashOf(string folder) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(folder)));
}
