using Services83.EMail.Storage.Mail.Changes;

namespace Services83.EMail.Storage.Mail;

/// <summary>A folder for operators.</summary>
public sealed record FolderLine
{
    public int FolderId { get; init; }

    public string Name { get; init; } = "";

    /// <summary>False for a folder that only holds other folders.</summary>
    public bool Selectable { get; init; }

    /// <summary>Messages in it, and unread ones, as the server last said.</summary>
    public int Total { get; init; }

    public int Unread { get; init; }

    /// <summary>When it was last synced completely; null for never.</summary>
    public DateTimeOffset? SyncedAt { get; init; }
}

/// <summary>A message that the server lists but does not deliver.</summary>
public sealed record UndeliveredLine
{
    public string Folder { get; init; } = "";

    public long Uid { get; init; }

    public int Attempts { get; init; }

    public string Reason { get; init; } = "";

    public DateTimeOffset RetryAt { get; init; }
}

/// <summary>A change that was made here and that the server has refused, or that could not be sent.</summary>
public sealed record RefusedChange
{
    public ChangeKind Kind { get; init; }

    public string Folder { get; init; } = "";

    /// <summary>Subject of the message; null for a change of a folder, or if the message is gone.</summary>
    public string? Subject { get; init; }

    /// <summary>In the server's words.</summary>
    public string LastError { get; init; } = "";

    /// <summary>Whether the refusal is final; else the change is put aside until <see cref="HeldUntil"/>.</summary>
    public bool Rejected { get; init; }

    public DateTimeOffset? HeldUntil { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What operators want to know of one account. Of lists of troubles they get the first ones.</summary>
public sealed class AccountReports(IDatabase database, TimeProvider time)
{
    /// <summary>Rows of a list of troubles at most.</summary>
    public const int MaxTroubles = 50;

    /// <summary>The folders that the server lists, by name.</summary>
    public async Task<Page<FolderLine>> FoldersAsync(int accountId, int page, CancellationToken cancellationToken) => Page.Of(
        await database.QueryAsync<FolderLine>(
            $"""
            SELECT folder_id, name, selectable, total, unread, synced_at FROM email_folder
            WHERE account_id = @accountId AND gone = FALSE ORDER BY name {Page.Clause}
            """,
            new { accountId, take = Page.Take, skip = Page.Skip(page) }, cancellationToken),
        page);

    public Task<IReadOnlyList<UndeliveredLine>> UndeliveredAsync(int accountId, CancellationToken cancellationToken) =>
        database.QueryAsync<UndeliveredLine>(
            """
            SELECT email_folder.name AS folder, undelivered.uid, undelivered.attempts, undelivered.reason, undelivered.retry_at
            FROM undelivered JOIN email_folder USING (folder_id)
            WHERE account_id = @accountId AND gone = FALSE AND undelivered.uid_validity = email_folder.uid_validity
            ORDER BY folder_id, uid LIMIT @MaxTroubles
            """,
            new { accountId, MaxTroubles }, cancellationToken);

    /// <summary>The latest changes that were refused within the last 30 days or are put aside, the latest first.</summary>
    public Task<IReadOnlyList<RefusedChange>> RefusedAsync(int accountId, CancellationToken cancellationToken) =>
        database.QueryAsync<RefusedChange>(
            """
            SELECT c.kind, f.name AS folder, o.subject, c.last_error, c.rejected, c.held_until, c.created_at
            FROM email_change c
            JOIN email_folder f ON f.folder_id = c.folder_id
            LEFT JOIN email_item i ON i.item_id = c.item_id
            LEFT JOIN content o ON o.content_id = i.content_id
            WHERE c.account_id = @accountId AND (c.rejected = TRUE AND c.created_at >= @since OR c.rejected = FALSE AND c.held_until IS NOT NULL)
            ORDER BY c.change_id DESC LIMIT @MaxTroubles
            """,
            new { accountId, since = ChangeReports.Since(time), MaxTroubles }, cancellationToken);
}
