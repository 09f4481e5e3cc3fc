using Services83.EMail.Connections;
using Services83.EMail.Engines.Mailbox.Sending;
using Services83.EMail.Engines.Mailbox.Servers;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>The operations that let the caller choose the protocol. Ids are those that <see cref="ListAsync"/> hands out.</summary>
internal sealed class ExtendedService(
    ServerLoginReader reader, NamedImapServer imap, NamedPop3Server pop3, NamedSendService smtp, RawImapMessages imapMessages, RawPop3Messages pop3Messages)
{
    /// <returns>False for a refused password; <c>ExtraInfo</c> then holds the server's words.</returns>
    public Task<bool> AuthenticateAsync(EMailConnectionInfoExtended? info)
    {
        var login = reader.Read(info);
        return ServerLoginReader.ProtocolOf(info) switch
        {
            MailProtocol.Imap => imap.AuthenticateAsync(login),
            MailProtocol.Pop3 => pop3.AuthenticateAsync(login),
            _ => smtp.AuthenticateAsync(login),
        };
    }

    /// <summary>An id for every message: of IMAP the folder's UIDVALIDITY and the UID, of POP3 the unique id of the server.</summary>
    public Task<string[]> ListAsync(EMailConnectionInfoExtended? info) => ChooseAsync(
        info, (login, folder) => imapMessages.ListAsync(login, folder), pop3Messages.ListAsync);

    /// <summary>The messages in the order of the ids, one character for each octet.</summary>
    public Task<string[]> ReadAsync(EMailConnectionInfoExtended? info, string?[]? ids) => ChooseAsync(
        info, (login, folder) => imapMessages.ReadAsync(login, folder, Distinct(ids)), login => pop3Messages.ReadAsync(login, Distinct(ids)));

    public Task DeleteAsync(EMailConnectionInfoExtended? info, string?[]? ids) => ChooseAsync(
        info, (login, folder) => imapMessages.DeleteAsync(login, folder, Distinct(ids)), login => pop3Messages.DeleteAsync(login, Distinct(ids)));

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
