using System.Data.Common;
using Services83.EMail.Storage.Consents;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Storage;

/// <summary>Mail accounts and their logins. A deleted account keeps its row, so that its id is never used again.</summary>
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

    /// <summary>Adds those accounts whose id is 0 and changes the others, all of them or none.</summary>
    /// <exception cref="AccountRefusedException">One of them cannot be saved, as <see cref="AddAsync(AccountDraft, CancellationToken)"/> and
    /// <see cref="UpdateAsync(AccountDraft, CancellationToken)"/> say, or does not exist any more.</exception>
    public Task SaveAsync(IReadOnlyList<AccountDraft> drafts, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            for (var i = 0; i < drafts.Count; i++)
            {
                try
                {
                    if (drafts[i].AccountId == 0)
                    {
                        await AddAsync(transaction, drafts[i], token);
                    }
                    else if (!await UpdateAsync(transaction, drafts[i], token))
                    {
                        throw new InvalidArgumentException("EMailAccountId", $"There is no account {drafts[i].AccountId} any more.");
                    }
                }
                catch (InvalidArgumentException exception)
                {
                    throw new AccountRefusedException(i, exception);
                }
            }

            return drafts.Count;
        },
        cancellationToken);

    /// <summary>Changes an account. Its state becomes unknown and it is due, because the change may have solved its problem.</summary>
    /// <returns>Whether there is such an account.</returns>
    /// <exception cref="InvalidArgumentException">The associate has another account of that mailbox, or the account has another
    /// protocol.</exception>
    public Task<bool> UpdateAsync(AccountDraft draft, CancellationToken cancellationToken) =>
        database.WriteAsync((transaction, token) => UpdateAsync(transaction, draft, token), cancellationToken);

    private async Task<bool> UpdateAsync(DbTransaction transaction, AccountDraft draft, CancellationToken cancellationToken)
    {
        await RequireSingleAsync(transaction, draft, cancellationToken);
        await RequireProtocolAsync(transaction, draft, cancellationToken);
        var changed = await transaction.ExecuteAsync(
            $"""
            UPDATE account
            SET associate_id = @AssociateId, email_address = @EmailAddress, email_key = @EmailKey, sync_interval = @SyncInterval,
                delete_after_days = @DeleteAfterDays, max_cache_bytes = @MaxCacheBytes, status = {AccountStatus.Unknown:D}, error_count = 0, error_reason = '', last_tried_at = NULL
            WHERE account_id = @Id AND deleted = FALSE
            """,
            Parameters(draft),
            cancellationToken);
        if (changed > 0)
        {
            await _logins.SaveAsync(transaction, draft.AccountId, MailDirection.Incoming, draft.Incoming, cancellationToken);
            await _logins.SaveAsync(transaction, draft.AccountId, MailDirection.Outgoing, draft.Outgoing, cancellationToken);
        }

        return changed > 0;
    }

    /// <summary>Marks an account as deleted and deletes its passwords, its consent, its requests and everything that is cached for it.</summary>
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
            await transaction.ExecuteAsync("DELETE FROM oauth_consent WHERE account_id = @Id", account, token);
            await transaction.ExecuteAsync("DELETE FROM sync_request WHERE account_id = @Id", account, token);
            await transaction.ExecuteAsync("DELETE FROM sync_history WHERE account_id = @Id", account, token);
            await transaction.ExecuteAsync("DELETE FROM email_change WHERE account_id = @Id", account, token);
            await transaction.ExecuteAsync("DELETE FROM maildrop_message WHERE account_id = @Id", account, token);
            // A message that is being sent at this moment is finished by its sender.
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

    /// <summary>Excludes an account from the due ones, or includes it again.</summary>
    /// <returns>Whether there is such an account.</returns>
    public Task<bool> SetDisabledAsync(int accountId, bool disabled, CancellationToken cancellationToken) => UpdateAsync(
        "disabled = @Disabled", new { Id = accountId, Disabled = disabled }, cancellationToken);

    /// <summary>Stores that the owner has logged in to it, which makes it the current one.</summary>
    /// <returns>Whether there is such an account.</returns>
    public Task<bool> SetUsedAsync(int accountId, CancellationToken cancellationToken) => UpdateAsync(
        "last_used_at = @Now", new { Id = accountId, Now = time.GetUtcNow() }, cancellationToken);

    public Task<StoredAccount?> FindAsync(int accountId, CancellationToken cancellationToken) =>
        FindFirstAsync("AND account_id = @Id", new { Id = accountId }, cancellationToken);

    /// <summary>The associate's account with that address, in any letter case; the one used last when there are several.</summary>
    public Task<StoredAccount?> FindByAddressAsync(int associateId, string address, CancellationToken cancellationToken) => FindFirstAsync(
        "AND account.associate_id = @AssociateId AND account.email_key = @Key ORDER BY last_used_at DESC NULLS LAST, account_id",
        new { AssociateId = associateId, Key = NameKey.Of(address) },
        cancellationToken);

    /// <summary>The account with that login for incoming mail, in any letter case; the one used last when there are several.</summary>
    /// <param name="scope">Whose accounts.</param>
    /// <param name="host">Name of the server, in lower case.</param>
    /// <param name="userName">The login name.</param>
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
            INSERT INTO account (account_id, associate_id, email_address, email_key, protocol, delete_after_days, max_cache_bytes, sync_interval,
                last_used_at, created_at)
            VALUES (COALESCE(@Id, (SELECT COALESCE(MAX(account_id), 0) + 1 FROM account)), @AssociateId, @EmailAddress, @EmailKey, @Protocol,
                @DeleteAfterDays, @MaxCacheBytes, @SyncInterval, @Now, @Now)
            ON CONFLICT DO NOTHING
            RETURNING account_id
            """,
            Parameters(draft),
            cancellationToken);
        if (added.Count == 0)
        {
            throw new InvalidArgumentException("EMailAccountId", $"Another account has, or had, the id {draft.AccountId}.");
        }

        await _logins.SaveAsync(transaction, added[0], MailDirection.Incoming, draft.Incoming, cancellationToken);
        await _logins.SaveAsync(transaction, added[0], MailDirection.Outgoing, draft.Outgoing, cancellationToken);
        await AddFoldersAsync(transaction, added[0], draft.Protocol, cancellationToken);
        if (draft.Consent is not null)
        {
            await ConsentStore.InsertAsync(transaction, added[0], draft.Incoming.UserName, draft.Consent, cancellationToken);
        }

        return added[0];
    }

    /// <summary>
    /// If a mailbox is synced twice, callers see every message twice. A login leads to the same mailbox on all ports of a host, because
    /// ports differ only in encryption. Duplicates from an older version may still be changed. The check is in the writing transaction, so
    /// that of several simultaneous writers only one succeeds.
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
        draft.Protocol,
        draft.DeleteAfterDays,
        draft.MaxCacheBytes,
        draft.SyncInterval,
        Now = time.GetUtcNow(),
    };
}
