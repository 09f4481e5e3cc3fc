using System.Data.Common;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Storage;

/// <summary>Mail accounts and their logins. A deleted account keeps its row, so that its id is never given to another.</summary>
public sealed partial class AccountStore(IDatabase database, SecretProtector protector, TimeProvider time)
{
    private const string SelectAccounts = """
        SELECT account.*, associate.login_name AS associate_name
        FROM account JOIN associate USING (associate_id)
        WHERE account.deleted = FALSE
        """;

    private readonly LoginRows _logins = new(database, protector);

    /// <summary>Adds an account and makes it its owner's current one.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="InvalidArgumentException">The wanted id is taken, or the associate has another account of that mailbox.</exception>
    public Task<int> AddAsync(AccountDraft draft, CancellationToken cancellationToken) =>
        database.WriteAsync((transaction, token) => AddAsync(transaction, draft, token), cancellationToken);

    /// <summary>Adds several accounts, all of them or none.</summary>
    /// <exception cref="AccountRefusedException">One of them cannot be added, as <see cref="AddAsync(AccountDraft, CancellationToken)"/> says.</exception>
    public Task AddAsync(IReadOnlyList<AccountDraft> drafts, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            for (var i = 0; i < drafts.Count; i++)
            {
                try
                {
                    await AddAsync(transaction, drafts[i], token);
                }
                catch (InvalidArgumentException exception)
                {
                    throw new AccountRefusedException(i, exception);
                }
            }

            return drafts.Count;
        },
        cancellationToken);

    /// <summary>Changes an account. Its state is unknown and it is due until the next sync, as what kept it from working may be mended.</summary>
    /// <returns>Whether there is such an account.</returns>
    /// <exception cref="InvalidArgumentException">It would become an account of a mailbox that the associate has another account of.</exception>
    public Task<bool> UpdateAsync(AccountDraft draft, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            await RequireSingleAsync(transaction, draft, token);
            var changed = await transaction.ExecuteAsync(
                $"""
                UPDATE account
                SET associate_id = @AssociateId, email_address = @EmailAddress, email_key = @EmailKey, sync_interval = @SyncInterval,
                    status = {AccountStatus.Unknown:D}, error_count = 0, error_reason = '', last_tried_at = NULL
                WHERE account_id = @Id AND deleted = FALSE
                """,
                Parameters(draft),
                token);
            if (changed > 0)
            {
                await _logins.SaveAsync(transaction, draft.AccountId, MailDirection.Incoming, draft.Incoming, token);
                await _logins.SaveAsync(transaction, draft.AccountId, MailDirection.Outgoing, draft.Outgoing, token);
            }

            return changed > 0;
        },
        cancellationToken);

    /// <summary>Marks an account as deleted and forgets its passwords, its requests and everything that is cached of it.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeleteAsync(int accountId, CancellationToken cancellationToken)
    {
        var deleted = await DeleteRowsAsync(accountId, cancellationToken);
        await database.EraseDeletedAsync(cancellationToken);
        return deleted;
    }

    private Task<bool> DeleteRowsAsync(int accountId, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            var account = new { Id = accountId };
            await transaction.ExecuteAsync("DELETE FROM service_auth WHERE account_id = @Id", account, token);
            await transaction.ExecuteAsync("DELETE FROM sync_request WHERE account_id = @Id", account, token);
            await transaction.ExecuteAsync("DELETE FROM email_change WHERE account_id = @Id", account, token);
            // What is being sent this moment is settled by who sends it.
            await transaction.ExecuteAsync(
                $"DELETE FROM outgoing WHERE account_id = @Id AND state NOT IN ({OutgoingState.Sending:D}, {OutgoingState.Ended:D})",
                account, token);
            var contents = await transaction.QueryAsync<int>(
                "DELETE FROM email_item WHERE account_id = @Id RETURNING content_id", account, token);
            await transaction.ExecuteAsync("DELETE FROM email_folder WHERE account_id = @Id", account, token);
            await ContentWriter.DropUnusedAsync(transaction, contents, token);
            return await transaction.ExecuteAsync(
                $"UPDATE account SET deleted = TRUE, status = {AccountStatus.Deleted:D} WHERE account_id = @Id AND deleted = FALSE",
                account, token) > 0;
        },
        cancellationToken);

    /// <summary>Leaves an account out of what is due, or takes it in again.</summary>
    /// <returns>Whether there is such an account.</returns>
    public Task<bool> SetDisabledAsync(int accountId, bool disabled, CancellationToken cancellationToken) => UpdateAsync(
        "disabled = @Disabled", new { Id = accountId, Disabled = disabled }, cancellationToken);

    /// <summary>Notes that the owner has logged in to it, which makes it the current one.</summary>
    /// <returns>Whether there is such an account.</returns>
    public Task<bool> SetUsedAsync(int accountId, CancellationToken cancellationToken) => UpdateAsync(
        "last_used_at = @Now", new { Id = accountId, Now = time.GetUtcNow() }, cancellationToken);

    public Task<StoredAccount?> FindAsync(int accountId, CancellationToken cancellationToken) =>
        FindFirstAsync("AND account_id = @Id", new { Id = accountId }, cancellationToken);

    /// <summary>The associate's account of that address, in any letter case; the one used last when there are several.</summary>
    public Task<StoredAccount?> FindByAddressAsync(int associateId, string address, CancellationToken cancellationToken) => FindFirstAsync(
        "AND account.associate_id = @AssociateId AND account.email_key = @Key ORDER BY last_used_at DESC NULLS LAST, account_id",
        new { AssociateId = associateId, Key = NameKey.Of(address) },
        cancellationToken);

    /// <summary>The account with that login for incoming mail, in any letter case; the one used last when there are several.</summary>
    /// <param name="scope">Whose it may be.</param>
    /// <param name="host">Name of the server, in lower case.</param>
    /// <param name="userName">Login name there.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public Task<StoredAccount?> FindByLoginAsync(Scope scope, string host, string userName, CancellationToken cancellationToken) => FindFirstAsync(
        $"""
        AND {Scope.Includes("associate_id")} AND account_id IN
            (SELECT account_id FROM service_auth
             WHERE direction = {MailDirection.Incoming:D} AND host = @Host AND lower(user_name) = lower(@UserName))
        ORDER BY last_used_at DESC NULLS LAST, account_id
        """,
        new { scope.AssociateId, Host = host, UserName = userName },
        cancellationToken);

    /// <summary>The account that the associate used last.</summary>
    public Task<StoredAccount?> FindCurrentAsync(int associateId, CancellationToken cancellationToken) => FindFirstAsync(
        "AND associate_id = @AssociateId ORDER BY last_used_at DESC NULLS LAST, account_id", new { AssociateId = associateId }, cancellationToken);

    /// <summary>All accounts, by id.</summary>
    public Task<IReadOnlyList<StoredAccount>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<StoredAccount>>(
        async (connection, token) =>
        {
            var accounts = await connection.QueryAsync<StoredAccount>($"{SelectAccounts} ORDER BY account_id", new { }, token);
            var logins = (await connection.QueryAsync<StoredLogin>("SELECT * FROM service_auth", new { }, token))
                .ToLookup(login => login.AccountId);
            return [.. accounts.Select(account => WithLogins(account, logins[account.AccountId]))];
        },
        cancellationToken);

    private async Task<int> AddAsync(DbTransaction transaction, AccountDraft draft, CancellationToken cancellationToken)
    {
        await RequireSingleAsync(transaction, draft, cancellationToken);
        var added = await transaction.QueryAsync<int>(
            """
            INSERT INTO account (account_id, associate_id, email_address, email_key, sync_interval, last_used_at, created_at)
            VALUES (@Id, @AssociateId, @EmailAddress, @EmailKey, @SyncInterval, @Now, @Now)
            ON CONFLICT DO NOTHING
            RETURNING account_id
            """,
            Parameters(draft),
            cancellationToken);
        if (added.Count == 0)
        {
            throw new InvalidArgumentException("EMailAccountId", $"There is, or was, another account {draft.AccountId}.");
        }

        await _logins.SaveAsync(transaction, added[0], MailDirection.Incoming, draft.Incoming, cancellationToken);
        await _logins.SaveAsync(transaction, added[0], MailDirection.Outgoing, draft.Outgoing, cancellationToken);
        return added[0];
    }

    /// <summary>
    /// A mailbox that is synced twice shows, and tells of, every message twice. A login leads to one mailbox on all ports of a host, as
    /// they differ in encryption. What an older version let in twice may still be changed. Asked within the transaction that writes, so that
    /// of many who ask at the same time only one is told that there is none.
    /// </summary>
    private static async Task RequireSingleAsync(DbTransaction transaction, AccountDraft draft, CancellationToken cancellationToken)
    {
        var sameMailbox = await transaction.QueryAsync<(int Id, string Address)>(
            $"""
            SELECT account_id, email_address
            FROM account JOIN service_auth USING (account_id)
            WHERE associate_id = @AssociateId AND deleted = FALSE
                AND direction = {MailDirection.Incoming:D} AND host = @Host AND lower(user_name) = lower(@UserName)
            ORDER BY account_id
            """,
            new { draft.AssociateId, draft.Incoming.Endpoint.Host, draft.Incoming.UserName },
            cancellationToken);
        if (sameMailbox is [var known, ..] && sameMailbox.All(account => account.Id != draft.AccountId))
        {
            throw new InvalidArgumentException(
                "IncomingCredentials",
                $"Account {known.Id} ({known.Address}) has the login '{draft.Incoming.UserName}' on {draft.Incoming.Endpoint.Host} already.");
        }
    }

    private static StoredAccount WithLogins(StoredAccount account, IEnumerable<StoredLogin> logins) => account with
    {
        Incoming = logins.FirstOrDefault(login => login.Direction == MailDirection.Incoming),
        Outgoing = logins.FirstOrDefault(login => login.Direction == MailDirection.Outgoing),
    };

    private Task<StoredAccount?> FindFirstAsync(string rest, object parameters, CancellationToken cancellationToken) => database.ReadAsync(
        async (connection, token) =>
        {
            var account = await connection.FirstOrDefaultAsync<StoredAccount>($"{SelectAccounts} {rest} LIMIT 1", parameters, token);
            return account is null
                ? null
                : WithLogins(account, await connection.QueryAsync<StoredLogin>(
                    "SELECT * FROM service_auth WHERE account_id = @AccountId", new { account.AccountId }, token));
        },
        cancellationToken);

    private Task<bool> UpdateAsync(string assignments, object parameters, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) => await transaction.ExecuteAsync(
            $"UPDATE account SET {assignments} WHERE account_id = @Id AND deleted = FALSE", parameters, token) > 0,
        cancellationToken);

    private object Parameters(AccountDraft draft) => new
    {
        Id = draft.AccountId == 0 ? (int?)null : draft.AccountId,
        draft.AssociateId,
        draft.EmailAddress,
        EmailKey = NameKey.Of(draft.EmailAddress),
        draft.SyncInterval,
        Now = time.GetUtcNow(),
    };
}
