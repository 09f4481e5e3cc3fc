using Services83.EMail.Mail.Pop3;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Maildrops;

namespace Services83.EMail.Sync.Maildrops;

/// <summary>Reads which messages a maildrop holds, and stores the list.</summary>
internal sealed partial class MaildropLister(MaildropStore store, MaildropReader reader, FolderStore folders, ILogger<MaildropLister> logger)
{
    /// <exception cref="MailServerException">The server has no unique ids, so a message cannot be recognised.</exception>
    /// <exception cref="Pop3Exception">The server refused, or the connection broke.</exception>
    public async Task<Maildrop> ReadAsync(Pop3Client client, MailAccount account, CancellationToken cancellationToken)
    {
        var inbox = (await folders.ListAsync(account.AccountId, cancellationToken)).First(folder => folder.IsNamed(LocalFolders.Inbox));
        var byId = (await ListAsync(client, account, cancellationToken)).ToLookup(message => message.UniqueId, StringComparer.Ordinal);
        var repeated = byId.Where(group => group.Skip(1).Any()).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        Pop3Message[] listed = [.. byId.Select(group => group.First())];
        await ForgetReusedAsync(client, account.AccountId, listed, repeated, cancellationToken);
        var known = await store.SaveListAsync(
            account.AccountId, inbox.FolderId, [.. listed.Select(message => new ListedMessage(message.UniqueId, message.Size))], cancellationToken);
        var maildrop = new Maildrop(
            account, inbox.FolderId, listed, repeated, known.ToDictionary(message => message.UniqueId, StringComparer.Ordinal));
        if (repeated.Count > 0)
        {
            maildrop.Notes.Add(
                $"The server gives several messages the same unique id ({repeated.Count} ids, such as '{repeated.First()}'). "
                + "Only the first of each is fetched, and none of them is deleted on the server.");
        }

        return maildrop;
    }

    private static async Task<IReadOnlyList<Pop3Message>> ListAsync(Pop3Client client, MailAccount account, CancellationToken cancellationToken)
    {
        try
        {
            return client.Capabilities.UniqueIds ? await client.ListAsync(withSizes: true, cancellationToken) : throw NoUniqueIds(account, null);
        }
        catch (Pop3CommandException exception) when (exception is { Command: "UIDL", ResponseCode: null } && !client.Capabilities.IsKnown)
        {
            throw NoUniqueIds(account, exception);
        }
    }

    /// <summary>
    /// A server must not give the id of a message to another one (RFC 1939, UIDL). Some derive their ids from the place of a message. A size
    /// that has changed is the sign; the program then looks whether it is still the same message.
    /// </summary>
    private async Task ForgetReusedAsync(
        Pop3Client client, int accountId, IReadOnlyList<Pop3Message> listed, HashSet<string> repeated, CancellationToken cancellationToken)
    {
        var sizes = (await store.ListAsync(accountId, cancellationToken)).Where(message => message.State != MaildropState.Listed)
            .ToDictionary(message => message.UniqueId, message => message.Size, StringComparer.Ordinal);
        foreach (var message in listed.Where(message => !repeated.Contains(message.UniqueId)))
        {
            if (message.Size is { } size && sizes.GetValueOrDefault(message.UniqueId) is { } before && before != size)
            {
                var marks = await store.MarksAsync(accountId, message.UniqueId, cancellationToken);
                if (marks is null || await reader.IsSameAsync(client, message, marks, cancellationToken))
                {
                    await store.SetSizeAsync(accountId, message.UniqueId, size, cancellationToken);
                }
                else
                {
                    LogReused(accountId, message.UniqueId);
                    await store.ForgetAsync(accountId, message.UniqueId, cancellationToken);
                }
            }
        }
    }

    private static MailServerException NoUniqueIds(MailAccount account, Exception? cause) => new(
        account.Incoming.Server,
        $"Mail server {account.Incoming.Server} has no unique ids (UIDL), so messages that were fetched cannot be recognised. Use IMAP for this mailbox.",
        transient: false,
        cause);

    [LoggerMessage(3601, LogLevel.Warning, "Account {AccountId}: the server has given the unique id {UniqueId} to another message")]
    private partial void LogReused(int accountId, string uniqueId);
}
