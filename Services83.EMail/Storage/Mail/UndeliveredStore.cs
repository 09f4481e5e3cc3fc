using System.Data.Common;

namespace Services83.EMail.Storage.Mail;

/// <summary>A message that its server lists but did not deliver.</summary>
/// <param name="RetryAt">It is skipped until then.</param>
/// <param name="IsSuspect">The connection broke during it, so it is fetched separately after all others.</param>
public sealed record UndeliveredMessage(uint Uid, DateTimeOffset RetryAt, bool IsSuspect);

/// <summary>
/// Stores which messages servers list but do not deliver, so that such a message neither stops the others nor is fetched for ever without
/// success: after the third attempt it is skipped for an hour, then for two, up to a day, unless somebody requests a sync.
/// </summary>
public sealed class UndeliveredStore(IDatabase database, TimeProvider time)
{
    /// <summary>After this many failed attempts a message is skipped.</summary>
    public const int AttemptsInARow = 3;

    private const int MaxReasonLength = 500;

    private static readonly TimeSpan FirstPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    private static readonly RowQuery<int> ToRetry = new(
        """
        SELECT DISTINCT folder_id FROM undelivered JOIN email_folder USING (folder_id)
        WHERE account_id = @accountId AND (retry_at <= @now OR retry_at > @latest) AND place IS NULL
        """,
        row => row.Int(0), "@accountId", "@now", "@latest");

    private static readonly RowQuery<(string Folder, long Uid, string Reason, long Count)> First = new(
        """
        SELECT name, uid, reason, COUNT(*) OVER () FROM undelivered JOIN email_folder USING (folder_id)
        WHERE account_id = @accountId AND gone = FALSE AND undelivered.uid_validity = email_folder.uid_validity
        ORDER BY folder_id, uid LIMIT 1
        """,
        row => (row.Text(0), row.Long(1), row.Text(2), row.Long(3)), "@accountId");

    /// <summary>The messages of a folder under one UIDVALIDITY.</summary>
    public async Task<IReadOnlyList<UndeliveredMessage>> ListAsync(int folderId, uint uidValidity, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<(long Uid, long RetryAt, bool IsSuspect)>(
            "SELECT uid, retry_at, place IS NOT NULL FROM undelivered WHERE folder_id = @folderId AND uid_validity = @uidValidity",
            new { folderId, uidValidity = (long)uidValidity }, cancellationToken);
        return [.. rows.Select(row => new UndeliveredMessage((uint)row.Uid, RetryAt(row.RetryAt), row.IsSuspect))];
    }

    /// <summary>Folders of an account with a message whose retry is due.</summary>
    public async Task<IReadOnlySet<int>> FoldersToRetryAsync(int accountId, CancellationToken cancellationToken) =>
        (await ToRetry.RunAsync(database, cancellationToken, accountId, time.GetUtcNow(), time.GetUtcNow() + LongestPause)).ToHashSet();

    /// <summary>Whether a message of an account is still retried at once, so that its content is unknown.</summary>
    public async Task<bool> IsAnyTriedAsync(int accountId, CancellationToken cancellationToken) =>
        (await database.QueryAsync<int>(
            """
            SELECT 1 FROM undelivered JOIN email_folder USING (folder_id)
            WHERE account_id = @accountId AND gone = FALSE AND attempts < @AttemptsInARow LIMIT 1
            """,
            new { accountId, AttemptsInARow }, cancellationToken)).Count > 0;

    /// <summary>Makes the next sync retry the undelivered messages of some accounts.</summary>
    internal static async Task<int> TryAgainAsync(
        DbTransaction transaction, IReadOnlyCollection<int> accountIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // There is nearly never one, and to look is quicker than to collect the folders of many accounts.
        await using var any = new PreparedStatement(transaction, "SELECT 1 FROM undelivered LIMIT 1");
        if (await any.ScalarAsync(cancellationToken) is null)
        {
            return 0;
        }

        await using var update = new PreparedStatement(
            transaction, "UPDATE undelivered SET retry_at = @now WHERE folder_id IN (SELECT folder_id FROM email_folder WHERE account_id IN @accountIds)",
            "@accountIds", "@now");
        return await update.ExecuteAsync(cancellationToken, accountIds, now);
    }

    /// <summary>Stores another failed attempt.</summary>
    /// <param name="reason">For a person to read; cut after 500 characters.</param>
    /// <param name="place">How many bytes of the message had arrived when the connection broke; null when it did not break.</param>
    /// <param name="counts">Whether the attempt is added to those before it; else it is the first.</param>
    public Task NoteAsync(
        int folderId, uint uidValidity, uint uid, string reason, long? place, bool counts, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                var key = new { folderId, uidValidity = (long)uidValidity, uid = (long)uid };
                var before = await transaction.QueryAsync<int>(
                    "SELECT attempts FROM undelivered WHERE folder_id = @folderId AND uid_validity = @uidValidity AND uid = @uid", key, token);
                var attempts = before is [var earlier] && counts ? earlier + 1 : 1;
                return await transaction.ExecuteAsync(
                    """
                    INSERT INTO undelivered (folder_id, uid_validity, uid, attempts, reason, retry_at, place)
                    VALUES (@folderId, @uidValidity, @uid, @attempts, @reason, @retryAt, @place)
                    ON CONFLICT (folder_id, uid_validity, uid) DO UPDATE
                    SET attempts = excluded.attempts, reason = excluded.reason, retry_at = excluded.retry_at, place = excluded.place
                    """,
                    new
                    {
                        key.folderId,
                        key.uidValidity,
                        key.uid,
                        attempts,
                        place,
                        reason = reason.Length > MaxReasonLength ? reason[..MaxReasonLength] : reason,
                        retryAt = time.GetUtcNow() + PauseAfter(attempts),
                    },
                    token);
            },
            cancellationToken);

    /// <summary>The undelivered messages of an account, as text for a person; empty when there are none.</summary>
    public async Task<string> DescribeAsync(int accountId, CancellationToken cancellationToken)
    {
        var rows = await First.RunAsync(database, cancellationToken, accountId);
        return rows is [var first, ..]
            ? $"The server lists messages that it does not deliver ({first.Count}), such as UID {first.Uid} in '{first.Folder}': {first.Reason}"
            : "";
    }

    /// <summary>When a message is retried. A time later than the longest pause was written by a clock that was ahead, and counts as
    /// past.</summary>
    internal DateTimeOffset RetryAt(long stored)
    {
        var (now, moment) = (time.GetUtcNow(), DateTimeOffset.FromUnixTimeMilliseconds(stored));
        return moment > now + LongestPause ? now : moment;
    }

    private static TimeSpan PauseAfter(int attempts)
    {
        if (attempts < AttemptsInARow)
        {
            return TimeSpan.Zero;
        }

        var pause = FirstPause * Math.Pow(2, Math.Min(attempts - AttemptsInARow, 10));
        return pause < LongestPause ? pause : LongestPause;
    }
}
