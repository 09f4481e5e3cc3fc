namespace Services83.EMail.Storage;

/// <summary>An account in a list for operators: what it is, how it is, and what is being done with it.</summary>
public sealed record AccountLine
{
    public int AccountId { get; init; }

    public string EmailAddress { get; init; } = "";

    /// <summary>Login name of the owner.</summary>
    public string AssociateName { get; init; } = "";

    public MailProtocol Protocol { get; init; } = MailProtocol.Imap;

    /// <summary>One of <see cref="StateCounts.AccountStates"/>.</summary>
    public string State { get; init; } = "";

    /// <summary>Failed syncs in a row.</summary>
    public int ErrorCount { get; init; }

    /// <summary>What failed last, or a note about a sync that succeeded; usually empty.</summary>
    public string ErrorReason { get; init; } = "";

    public DateTimeOffset? LastTriedAt { get; init; }

    public DateTimeOffset? LastSyncedAt { get; init; }

    /// <summary>When a sync was requested that is not done; null for none.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    public bool Running { get; init; }

    /// <summary>When it is retried after a failure; null when it waits for its turn or runs.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Folder being fetched; null before the first.</summary>
    public string? Folder { get; init; }

    /// <summary>Messages fetched so far in this run.</summary>
    public int Done { get; init; }

    /// <summary>Messages to be fetched in this run, as far as known.</summary>
    public int Total { get; init; }

    /// <summary>Number of the run that ended last; 0 for none.</summary>
    public long Ended { get; init; }

    /// <summary>Messages that it stored for the first time.</summary>
    public int NewMessages { get; init; }
}

/// <summary>The accounts as operators look at them, page by page.</summary>
public sealed class AccountPages(IDatabase database)
{
    private static readonly string Select = $"""
        SELECT account.account_id, account.email_address, associate.login_name AS associate_name, account.protocol, {StateCounts.StateOfAccount} AS state,
            account.error_count, account.error_reason, account.last_tried_at, account.last_synced_at, sync_request.requested_at,
            COALESCE(sync_request.running, FALSE) AS running, sync_request.retry_at, sync_request.folder, COALESCE(sync_request.done, 0) AS done,
            COALESCE(sync_request.total, 0) AS total, COALESCE(sync_run.ended, 0) AS ended, COALESCE(sync_run.new_messages, 0) AS new_messages
        FROM account JOIN associate USING (associate_id)
            LEFT JOIN sync_request ON sync_request.account_id = account.account_id
            LEFT JOIN sync_run ON sync_run.account_id = account.account_id
        WHERE account.deleted = FALSE
        """;

    /// <summary>The accounts, by id.</summary>
    /// <param name="state">Only those in this one of <see cref="StateCounts.AccountStates"/>; empty for all.</param>
    /// <param name="text">Only those with this text in the address or in the owner's login name, in any letter case; empty for all.</param>
    /// <param name="page">Number of the page, from 1.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<Page<AccountLine>> ListAsync(string state, string text, int page, CancellationToken cancellationToken) => Page.Of(
        await database.QueryAsync<AccountLine>(
            $"""
            {Select} AND (@state = '' OR {StateCounts.StateOfAccount} = @state)
                AND (@text = '' OR account.email_key LIKE @pattern ESCAPE '\' OR associate.login_key LIKE @pattern ESCAPE '\')
            ORDER BY account.account_id {Page.Clause}
            """,
            new { state, text, pattern = LikePattern.Containing(NameKey.Of(text)), take = Page.Take, skip = Page.Skip(page) }, cancellationToken),
        page);

    /// <summary>One account; null when there is none with that id.</summary>
    public Task<AccountLine?> FindAsync(int accountId, CancellationToken cancellationToken) =>
        database.FirstOrDefaultAsync<AccountLine>($"{Select} AND account.account_id = @accountId", new { accountId }, cancellationToken);
}
