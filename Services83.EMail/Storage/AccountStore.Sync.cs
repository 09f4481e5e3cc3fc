using Services83.EMail.Storage.Webhooks;

namespace Services83.EMail.Storage;

/// <summary>The queries and updates of accounts for the sync engine.</summary>
public sealed partial class AccountStore
{
    private const string SelectOwners = """
        SELECT account.account_id, account.associate_id, account.disabled, associate.login_name AS associate_name
        FROM account JOIN associate USING (associate_id)
        WHERE account.deleted = FALSE
        """;

    /// <summary>The condition that a request for a complete sync adds nothing to the row of sync_request. It needs the argument <c>@now</c>.</summary>
    internal const string WaitsForAll = """
        sync_request.running = FALSE AND sync_request.quick = FALSE AND sync_request.retry_at IS NULL
            AND (NOT EXISTS (SELECT 1 FROM undelivered) OR NOT EXISTS (
                SELECT 1 FROM email_folder JOIN undelivered USING (folder_id)
                WHERE email_folder.account_id = sync_request.account_id AND undelivered.retry_at > @now))
        """;

    private static readonly RowQuery<SyncTarget> Targets = new(
        $"""
        SELECT account.account_id, account.associate_id, CASE WHEN sync_request.account_id IS NULL THEN COALESCE((
            SELECT lower(host) FROM service_auth WHERE service_auth.account_id = account.account_id AND direction = {MailDirection.Incoming:D}), '') END
        FROM account LEFT JOIN sync_request ON sync_request.account_id = account.account_id AND {WaitsForAll}
        WHERE account.account_id IN @accountIds AND account.deleted = FALSE
        """,
        row =>
        {
            var host = row.TextOrNull(2);
            return new SyncTarget { AccountId = row.Int(0), AssociateId = row.Int(1), IsWaiting = host is null, Host = host ?? "" };
        },
        "@accountIds", "@now");

    /// <summary>The account with its login for incoming mail; null when it does not exist (any more).</summary>
    public async Task<MailAccount?> FindForSyncAsync(int accountId, CancellationToken cancellationToken) =>
        await _logins.FindAsync(accountId, MailDirection.Incoming, cancellationToken) is not { } row ? null : new MailAccount
        {
            AccountId = row.AccountId,
            AssociateId = row.AssociateId,
            EmailAddress = row.EmailAddress,
            Protocol = row.Protocol,
            DeleteAfterDays = row.DeleteAfterDays,
            MaxCacheBytes = row.MaxCacheBytes,
            Incoming = _logins.LoginOf(row),
        };

    /// <summary>The account's login for outgoing mail; null when it has none. Its user name is empty if no login is needed.</summary>
    public async Task<MailLogin?> FindOutgoingAsync(int accountId, CancellationToken cancellationToken) =>
        await _logins.FindAsync(accountId, MailDirection.Outgoing, cancellationToken) is { } row ? _logins.LoginOf(row) : null;

    /// <summary>The accounts with these ids that exist, in no particular order.</summary>
    public Task<IReadOnlyList<SyncTarget>> OwnersAsync(IReadOnlyCollection<int> accountIds, CancellationToken cancellationToken) =>
        Targets.RunAsync(database, cancellationToken, accountIds, time.GetUtcNow());

    /// <summary>The accounts of an associate, by id; empty when there is no such associate.</summary>
    public Task<IReadOnlyList<AccountOwner>> OfAssociateAsync(int associateId, CancellationToken cancellationToken) => OwnersAsync(
        $"{SelectOwners} AND account.associate_id = @AssociateId ORDER BY account_id", new { AssociateId = associateId }, cancellationToken);

    /// <summary>The accounts of the associate with that login name, else of the associates with that full name, in any letter
    /// case.</summary>
    public Task<IReadOnlyList<AccountOwner>> OfAssociateAsync(string name, CancellationToken cancellationToken) => OwnersAsync(
        $"""
        {SelectOwners} AND (associate.login_key = @Key
            OR associate.full_name_key = @Key AND NOT EXISTS (SELECT 1 FROM associate WHERE login_key = @Key))
        ORDER BY account_id
        """,
        new { Key = NameKey.Of(name) },
        cancellationToken);

    /// <summary>
    /// The accounts whose interval since the last attempt is over, by id. An account that failed and will be retried is not due. A time
    /// later than the longest possible wait was written by a wrong clock and is ignored.
    /// </summary>
    /// <param name="scope">Whose accounts.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public Task<IReadOnlyList<AccountOwner>> DueAsync(Scope scope, CancellationToken cancellationToken) => OwnersAsync(
        $"""
        {SelectOwners} AND account.disabled = FALSE
            AND {Scope.Includes("account.associate_id")}
            AND (account.last_tried_at IS NULL OR account.last_tried_at + account.sync_interval * 1000 <= @Now
                OR account.last_tried_at > @Now)
            AND NOT EXISTS (
                SELECT 1 FROM sync_request WHERE sync_request.account_id = account.account_id AND retry_at > @Now AND retry_at <= @Latest)
        ORDER BY account_id
        """,
        new { scope.AssociateId, Now = time.GetUtcNow(), Latest = time.GetUtcNow() + StoredMoment.LongestWait },
        cancellationToken);

    /// <summary>
    /// The IMAP accounts whose last sync succeeded and which are not disabled, with their mail hosts: first those of which a webhook that was
    /// added for the account or its owner is to be told of new mail, then the most recently used ones.
    /// </summary>
    public Task<IReadOnlyList<(int AccountId, string Host)>> InOrderAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<(int AccountId, string Host)>(
            $"""
            SELECT account_id, login.host FROM account JOIN service_auth AS login USING (account_id)
            WHERE login.direction = {MailDirection.Incoming:D} AND account.deleted = FALSE AND account.disabled = FALSE
                AND account.status = {AccountStatus.Ok:D} AND account.protocol = {MailProtocol.Imap:D}
            ORDER BY EXISTS (
                SELECT 1 FROM webhook WHERE held = FALSE AND (events & {WebhookEvents.MessageNew:D}) <> 0
                    AND (webhook.account_id = account.account_id OR webhook.account_id IS NULL AND webhook.associate_id = account.associate_id)) DESC,
                COALESCE(account.last_used_at, 0) DESC, account_id
            """,
            new { }, cancellationToken);

    private Task<IReadOnlyList<AccountOwner>> OwnersAsync(string sql, object parameters, CancellationToken cancellationToken) =>
        database.QueryAsync<AccountOwner>(sql, parameters, cancellationToken);
}
