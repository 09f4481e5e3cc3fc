using System.Data.Common;
using Services83.EMail.Storage.Mail.Maildrops;

namespace Services83.EMail.Storage;

// Accounts whose mail is fetched over POP3.
public sealed partial class AccountStore
{
    /// <summary>Sets after how many days messages that were fetched over POP3 are deleted on the server.</summary>
    /// <param name="days">0 for at once; null for never.</param>
    /// <returns>Whether there is such an account with that protocol.</returns>
    public Task<bool> SetDeleteAfterAsync(int accountId, int? days, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) => await transaction.ExecuteAsync(
            $"UPDATE account SET delete_after_days = @days WHERE account_id = @accountId AND deleted = FALSE AND protocol = {MailProtocol.Pop3:D}",
            new { accountId, days }, token) > 0,
        cancellationToken);

    /// <summary>Folders that no server has exist from the beginning, so that drafts and copies of sent mail have their place.</summary>
    private static Task AddFoldersAsync(DbTransaction transaction, int accountId, MailProtocol protocol, CancellationToken cancellationToken) =>
        protocol == MailProtocol.Pop3 ? LocalFolders.AddUsualAsync(transaction, accountId, cancellationToken) : Task.CompletedTask;

    /// <summary>Messages that are cached over one protocol cannot be recognised over the other, so all of them would be stored again.</summary>
    private static async Task RequireProtocolAsync(DbTransaction transaction, AccountDraft draft, CancellationToken cancellationToken)
    {
        var stored = await transaction.QueryAsync<MailProtocol>(
            "SELECT protocol FROM account WHERE account_id = @AccountId AND deleted = FALSE", new { draft.AccountId }, cancellationToken);
        if (stored is [var protocol] && protocol != draft.Protocol)
        {
            throw new InvalidArgumentException(
                "IncomingCredentials",
                $"Account {draft.AccountId} is synced over {Name(protocol)}. To sync the mailbox over {Name(draft.Protocol)}, delete the account and add it again.");
        }

        static string Name(MailProtocol protocol) => protocol == MailProtocol.Pop3 ? "POP3" : "IMAP";
    }
}
