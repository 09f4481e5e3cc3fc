namespace Services83.EMail.Storage.Mail.Changes;

/// <summary>How many changes of an account wait for its server, how many the server has refused, and how many of the waiting ones are put
/// aside.</summary>
public readonly record struct ChangeCount(int AccountId, int Pending, int Rejected, int Held = 0);

/// <summary>Reports for operators about changes that are not made yet.</summary>
public sealed class ChangeReports(IDatabase database, TimeProvider time)
{
    /// <summary>How long a refused change is reported.</summary>
    private static readonly TimeSpan RejectedKept = TimeSpan.FromDays(30);

    private static readonly RowQuery<bool> Any = new(
        "SELECT 1 FROM email_change WHERE account_id = @accountId LIMIT 1", _ => true, "@accountId");

    private static readonly RowQuery<(long Count, string Error)> Held = new(
        """
        SELECT COUNT(*) OVER (), last_error FROM email_change WHERE account_id = @accountId AND rejected = FALSE AND held_until IS NOT NULL
        ORDER BY change_id DESC LIMIT 1
        """,
        row => (row.Long(0), row.Text(1)),
        "@accountId");

    /// <summary>Refusals from before this time are not reported any more.</summary>
    internal static DateTimeOffset Since(TimeProvider time) => time.GetUtcNow() - RejectedKept;

    /// <summary>The accounts with unconfirmed changes.</summary>
    public async Task<IReadOnlyDictionary<int, ChangeCount>> CountAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync<ChangeCount>(
            """
            SELECT account_id, SUM(CASE rejected WHEN FALSE THEN 1 ELSE 0 END) AS pending,
                   SUM(CASE rejected WHEN TRUE THEN 1 ELSE 0 END) AS rejected,
                   SUM(CASE WHEN rejected = FALSE AND held_until IS NOT NULL THEN 1 ELSE 0 END) AS held
            FROM email_change WHERE rejected = FALSE OR created_at >= @since GROUP BY account_id
            """,
            new { since = Since(time) }, cancellationToken)).ToDictionary(count => count.AccountId);

    /// <summary>The reports for operators about changes that are not made: those that were put aside, then the refused ones. Each is empty when
    /// there are none.</summary>
    public async Task<string[]> DescribeAsync(int accountId, CancellationToken cancellationToken) =>
        await Any.RunAsync(database, cancellationToken, accountId) is []
            ? []
            : [await DescribeHeldAsync(accountId, cancellationToken), await DescribeRejectedAsync(accountId, cancellationToken)];

    /// <summary>How many, and the latest.</summary>
    private async Task<string> DescribeRejectedAsync(int accountId, CancellationToken cancellationToken)
    {
        var latest = await database.FirstOrDefaultAsync<RejectedRow>(
            """
            SELECT c.kind, c.last_error, f.name AS folder, o.subject,
                   (SELECT COUNT(*) FROM email_change WHERE account_id = @accountId AND rejected = TRUE AND created_at >= @since) AS count
            FROM email_change c
            JOIN email_folder f ON f.folder_id = c.folder_id
            LEFT JOIN email_item i ON i.item_id = c.item_id
            LEFT JOIN content o ON o.content_id = i.content_id
            WHERE c.account_id = @accountId AND c.rejected = TRUE AND c.created_at >= @since ORDER BY c.change_id DESC LIMIT 1
            """,
            new { accountId, since = Since(time) }, cancellationToken);
        return latest is null
            ? ""
            : $"Changes refused by the server: {latest.Count}. The latest: {latest.Kind} of {latest.What}: {latest.LastError}";
    }

    /// <summary>How many, and the latest reason.</summary>
    private async Task<string> DescribeHeldAsync(int accountId, CancellationToken cancellationToken)
    {
        var latest = await Held.RunAsync(database, cancellationToken, accountId);
        return latest is [var (count, error)] ? $"Changes that could not be sent and are tried again later: {count}. The latest: {error}" : "";
    }

    private sealed class RejectedRow
    {
        public ChangeKind Kind { get; init; }

        public string LastError { get; init; } = "";

        public string Folder { get; init; } = "";

        public string? Subject { get; init; }

        public int Count { get; init; }

        public string What => Subject is null ? $"folder '{Folder}'" : $"'{Subject}' in '{Folder}'";
    }
}
