using Services83.EMail.Connections;
using Services83.EMail.Engines.Mailbox.Servers;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>
/// Tests logins to servers that the caller names. For a refused password the result is false, and <c>ExtraInfo</c> then holds the server's
/// text.
/// </summary>
internal sealed class ServerLoginService(ServerLoginReader reader, NamedImapServer imap, NamedPop3Server pop3, NamedSmtpServer smtp)
    : IServerLoginOperations
{
    public Task<bool> AuthenticateIncomingAsync(EMailConnectionInfo? connectionInfo) =>
        TryAsync(MailProtocol.Imap, reader.Read(MailProtocol.Imap, connectionInfo));

    public Task<bool> AuthenticateOutgoingAsync(EMailConnectionInfo? connectionInfo) =>
        TryAsync(MailProtocol.Smtp, reader.Read(MailProtocol.Smtp, connectionInfo));

    public Task<bool> AuthenticateAsync(EMailConnectionInfoExtended? connectionInfoExtended) =>
        TryAsync(ServerLoginReader.ProtocolOf(connectionInfoExtended), reader.Read(connectionInfoExtended));

    private Task<bool> TryAsync(MailProtocol protocol, ServerLogin login) => protocol switch
    {
        MailProtocol.Imap => imap.AuthenticateAsync(login),
        MailProtocol.Pop3 => pop3.AuthenticateAsync(login),
        _ => smtp.AuthenticateAsync(login),
    };
}
