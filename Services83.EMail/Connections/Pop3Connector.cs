using Microsoft.Extensions.Options;
using Services83.EMail.Mail.Pop3;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections;

/// <summary>Opens POP3 connections.</summary>
public sealed class Pop3Connector(MailLines lines, IOptions<MailOptions> options, ILogger<Pop3Client> trace)
{
    /// <summary>Connects to the server of an account.</summary>
    /// <inheritdoc cref="ConnectAsync(int, ServerLogin, CancellationToken)" />
    public Task<Pop3Client> ConnectAsync(MailAccount account, CancellationToken cancellationToken) =>
        ConnectAsync(account.AssociateId, ServerLogin.Of(account.Incoming), cancellationToken);

    /// <summary>Connects and logs in.</summary>
    /// <param name="associateId">The associate that the call is for; refused logins are counted for each associate.</param>
    /// <param name="login">The server and the login.</param>
    /// <param name="cancellationToken">Closes the connection.</param>
    /// <exception cref="Pop3Exception">The server cannot be reached or refuses.</exception>
    /// <exception cref="MailServerException">The egress policy forbids the server.</exception>
    /// <exception cref="ThrottledException">Too many logins were refused before; no login was sent.</exception>
    public Task<Pop3Client> ConnectAsync(int associateId, ServerLogin login, CancellationToken cancellationToken) => lines.LogInAsync(
        associateId,
        login,
        new Pop3ConnectionOptions
        {
            Host = login.Endpoint.Host,
            ReadTimeout = TimeSpan.FromSeconds(options.Value.ReadTimeoutSeconds),
            MaxMessageBytes = options.Value.MaxMessageBytes,
            Logger = trace,
        },
        Pop3Client.ConnectAsync,
        (client, credentials) => client.AuthenticateAsync(credentials, cancellationToken),
        exception => exception is Pop3AuthenticationException { WereSent: true },
        cancellationToken);
}
