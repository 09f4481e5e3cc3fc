using Services83.EMail.Connections;
using Services83.EMail.Engines.Mailbox.Servers;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>Whole messages on servers of both protocols. Ids are those that <see cref="ListAsync"/> returns, of either kind.</summary>
internal sealed class RawMessages(ServerLoginReader reader, RawImapMessages imapMessages, RawPop3Messages pop3Messages)
{
    /// <summary>An id for every message: for IMAP the folder's UIDVALIDITY and the UID, for POP3 the unique id of the server.</summary>
    /// <param name="info">Server, login and folder.</param>
    /// <param name="withMessageIds">Whether the ids contain the Message-IDs too, see
    /// <see cref="IServerIdentifierOperations.GetExtendedEmailMessageIdsAsync"/>.</param>
    public Task<string[]> ListAsync(EMailConnectionInfoExtended? info, bool withMessageIds) => ChooseAsync(
        info,
        (login, folder) => withMessageIds ? imapMessages.ListWithMessageIdsAsync(login, folder) : imapMessages.ListAsync(login, folder),
        login => withMessageIds ? pop3Messages.ListWithMessageIdsAsync(login) : pop3Messages.ListAsync(login));

    /// <summary>The messages in the order of the ids, one character for each byte.</summary>
    public Task<string[]> ReadAsync(EMailConnectionInfoExtended? info, string?[]? ids) => ChooseAsync(
        info,
        (login, folder) => imapMessages.ReadAsync(login, folder, Distinct(ids)),
        login => pop3Messages.ReadAsync(login, Distinct(ids)));

    /// <returns>How many were deleted.</returns>
    public Task<int> DeleteAsync(EMailConnectionInfoExtended? info, string?[]? ids) => ChooseAsync(
        info,
        (login, folder) => imapMessages.DeleteAsync(login, folder, Distinct(ids)),
        login => pop3Messages.DeleteAsync(login, Distinct(ids)));

    private Task<T> ChooseAsync<T>(
        EMailConnectionInfoExtended? info, Func<ServerLogin, string, Task<T>> onImap, Func<ServerLogin, Task<T>> onPop3)
    {
        var login = reader.Read(info);
        var folder = ServerLoginReader.FolderOf(info!.Folder);
        return ServerLoginReader.ProtocolOf(info) switch
        {
            MailProtocol.Imap => onImap(login, folder),
            MailProtocol.Pop3 when ServerSession.IsInbox(folder) => onPop3(login),
            MailProtocol.Pop3 => throw new InvalidArgumentException("Folder", $"POP3 has no folder '{folder}', only the inbox."),
            _ => throw new InvalidArgumentException("Protocol", "Only IMAP and POP3 can read mail."),
        };
    }

    private static string[] Distinct(string?[]? ids) => [.. (ids ?? []).Select(id => id ?? "").Distinct(StringComparer.Ordinal)];
}
