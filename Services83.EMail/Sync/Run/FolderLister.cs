using Services83.EMail.Connections;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Maildrops;

namespace Services83.EMail.Sync.Run;

/// <summary>Caches the folder list of an account's server.</summary>
public sealed class FolderLister(ImapConnector connector, FolderStore folders, LocalFolders local)
{
    /// <summary>Connects, lists and caches. POP3 has no folders, so an account with POP3 has those that are here.</summary>
    /// <exception cref="MailServerException">The server cannot be reached or refuses.</exception>
    public async Task<IReadOnlyList<StoredFolder>> RefreshAsync(MailAccount account, CancellationToken cancellationToken)
    {
        if (account.Protocol == MailProtocol.Pop3)
        {
            return await local.ListAsync(folders, account.AccountId, cancellationToken);
        }

        try
        {
            await using var client = await connector.ConnectAsync(account, cancellationToken);
            var listed = await RefreshAsync(client, account, cancellationToken);
            await client.LogoutAsync(cancellationToken);
            return [.. listed.Select(folder => folder.Stored)];
        }
        catch (ImapException exception)
        {
            throw MailServerErrors.From(account.Incoming.Server, exception);
        }
    }

    /// <summary>Lists and caches over an open connection; the inbox comes first, the others by name.</summary>
    /// <exception cref="ImapException">The server refused, or the connection broke.</exception>
    /// <exception cref="MailServerException">The server lists nothing, which is an error: every mailbox has an inbox.</exception>
    internal async Task<IReadOnlyList<(StoredFolder Stored, ImapStatus? Status)>> RefreshAsync(
        ImapClient client, MailAccount account, CancellationToken cancellationToken)
    {
        var mailboxes = await client.ListAsync(cancellationToken);
        if (mailboxes.Count == 0)
        {
            throw new MailServerException(account.Incoming.Server, $"Mail server {account.Incoming.Server} lists no folder, not even the inbox.", transient: true);
        }

        var stored = await folders.SaveListAsync(account.AccountId, [.. mailboxes.Select(Listed)], cancellationToken);
        var status = mailboxes.ToDictionary(mailbox => mailbox.Name, mailbox => mailbox.Status, StringComparer.Ordinal);
        return [.. stored
            .OrderByDescending(folder => folder.Name == "INBOX")
            .ThenBy(folder => folder.Name, StringComparer.Ordinal)
            .Select(folder => (folder, status.GetValueOrDefault(folder.Name)))];
    }

    private static ListedFolder Listed(ImapMailbox mailbox) => new(
        mailbox.Name,
        mailbox.Delimiter?.ToString() ?? "",
        string.Join(' ', mailbox.Attributes.Where(attribute => !attribute.Equals(@"\Subscribed", StringComparison.OrdinalIgnoreCase))),
        mailbox.IsSelectable,
        mailbox.IsSubscribed,
        Count(mailbox.Status?.Messages),
        Count(mailbox.Status?.Unseen));

    private static int Count(uint? value) => (int)Math.Min(value ?? 0, int.MaxValue);
}
