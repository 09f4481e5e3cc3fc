using Microsoft.Extensions.Options;
using Services83.EMail.Connections.Pools;
using Services83.EMail.Mail.Smtp;

namespace Services83.EMail.Connections;

/// <summary>Opens connections to servers for outgoing mail, few at a time to each.</summary>
internal sealed class SmtpConnector(
    MailLines lines, IOptions<MailOptions> mail, IOptions<ConnectionOptions> options, TimeProvider time, ILogger<SmtpClient> trace)
{
    private readonly HostTurns _turns = new(
        options.Value.MaxSmtpPerHost, $"{ConnectionOptions.Section}:{nameof(ConnectionOptions.MaxSmtpPerHost)}", mail, time);

    /// <summary>A session with a server; it connects when there is something to send.</summary>
    /// <param name="associateId">Who asks for it; refused logins are counted for each associate.</param>
    /// <param name="login">The server, and who logs in there; nobody where the user name is empty, as relays within a network want it.</param>
    public SmtpSession Session(int associateId, ServerLogin login) =>
        new(login.Endpoint.Host, _turns, cancellationToken => ConnectAsync(associateId, login, cancellationToken));

    /// <summary>The times that the protocol asks for stay as they are: whoever gives up early does not know what became of a message.</summary>
    private Task<SmtpClient> ConnectAsync(int associateId, ServerLogin login, CancellationToken cancellationToken) => lines.LogInAsync(
        associateId,
        login,
        new SmtpConnectionOptions { Host = login.Endpoint.Host, Logger = trace },
        SmtpClient.ConnectAsync,
        (client, credentials) => client.AuthenticateAsync(credentials, cancellationToken),
        exception => exception is SmtpAuthenticationException { WereSent: true },
        cancellationToken);
}
