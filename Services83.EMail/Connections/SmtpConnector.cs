using Microsoft.Extensions.Options;
using Services83.EMail.Connections.Pools;
using Services83.EMail.Mail.Smtp;

namespace Services83.EMail.Connections;

/// <summary>Opens connections to servers for outgoing mail, a limited number to each.</summary>
internal sealed class SmtpConnector(
    MailLines lines, IOptions<MailOptions> mail, IOptions<ConnectionOptions> options, TimeProvider time, ILogger<SmtpClient> trace)
{
    private readonly HostTurns _turns = new(
        options.Value.MaxSmtpPerHost, $"{ConnectionOptions.Section}:{nameof(ConnectionOptions.MaxSmtpPerHost)}", mail, time);

    /// <summary>A session with a server; it connects when there is something to send.</summary>
    /// <param name="associateId">The associate that the call is for; refused logins are counted for each associate.</param>
    /// <param name="login">The server and the login; without a user name there is no login, as relays within a network expect it.</param>
    public SmtpSession Session(int associateId, ServerLogin login) =>
        new(login.Endpoint.Host, _turns, cancellationToken => ConnectAsync(associateId, login, cancellationToken));

    /// <summary>The timeouts that the protocol recommends: a client that gives up earlier does not know whether a message was
    /// delivered.</summary>
    private Task<SmtpClient> ConnectAsync(int associateId, ServerLogin login, CancellationToken cancellationToken) => lines.LogInAsync(
        associateId,
        login,
        new SmtpConnectionOptions { Host = login.Endpoint.Host, Logger = trace },
        SmtpClient.ConnectAsync,
        (client, credentials) => client.AuthenticateAsync(credentials, cancellationToken),
        exception => exception is SmtpAuthenticationException { WereSent: true },
        cancellationToken);
}
