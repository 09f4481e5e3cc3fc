using Microsoft.Extensions.Options;
using Services83.EMail.Mail.Smtp;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Storage;
using Services83.EMail.Sync;

namespace Services83.EMail.Agent.Sending;

/// <summary>Opens connections to servers for outgoing mail, within the egress policy and encrypted unless told otherwise.</summary>
internal sealed class SmtpConnector(
    EgressPolicy egress, ServerLoginThrottle throttle, IOptions<MailOptions> options, TimeProvider time, ILogger<SmtpClient> trace)
{
    /// <summary>Connects and logs in.</summary>
    /// <param name="associateId">Who asks for it; refused logins are counted for each associate.</param>
    /// <param name="endpoint">The server.</param>
    /// <param name="cleartext">Whether the line stays unencrypted, whatever <paramref name="endpoint"/> says.</param>
    /// <param name="credentials">Who logs in; null for nobody, as relays within a network want it.</param>
    /// <exception cref="SmtpException">The server cannot be reached or refuses.</exception>
    /// <exception cref="MailServerException">The egress policy forbids the server.</exception>
    /// <exception cref="ThrottledException">Too many logins were refused before; the server was not asked.</exception>
    public Task<SmtpClient> ConnectAsync(
        int associateId, MailEndpoint endpoint, bool cleartext, MailCredentials? credentials, CancellationToken cancellationToken) =>
        throttle.TryAsync(
            associateId,
            endpoint.Host,
            credentials?.UserName ?? "",
            () => LogInAsync(endpoint, cleartext, credentials, cancellationToken),
            exception => exception is SmtpAuthenticationException { WereSent: true },
            cancellationToken);

    /// <summary>Connects to the server of somebody's account.</summary>
    /// <inheritdoc cref="ConnectAsync(int, MailEndpoint, bool, MailCredentials?, CancellationToken)" />
    public Task<SmtpClient> ConnectAsync(int associateId, MailLogin login, CancellationToken cancellationToken)
    {
        var credentials = login.UserName.Length == 0 ? null
            : login.UsesToken ? MailCredentials.OAuth(login.UserName, login.Password.Reveal())
            : MailCredentials.Password(login.UserName, login.Password.Reveal());
        var endpoint = new MailEndpoint(login.Server, login.Port, login.Security);
        return ConnectAsync(associateId, endpoint, cleartext: false, credentials, cancellationToken);
    }

    private async Task<SmtpClient> LogInAsync(
        MailEndpoint endpoint, bool cleartext, MailCredentials? credentials, CancellationToken cancellationToken)
    {
        var client = await SmtpClient.ConnectAsync(Options(endpoint, cleartext), cancellationToken);
        try
        {
            if (credentials is not null)
            {
                await client.AuthenticateAsync(credentials, cancellationToken);
            }

            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>The times that the protocol asks for stay as they are: whoever gives up early does not know what became of a message.</summary>
    private SmtpConnectionOptions Options(MailEndpoint endpoint, bool cleartext) => new()
    {
        Host = endpoint.Host,
        Port = endpoint.Port,
        Security = cleartext ? LineSecurity.None : endpoint.Security == MailSecurity.Tls ? LineSecurity.Tls : LineSecurity.StartTls,
        AllowCleartextLogin = cleartext,
        Trust = options.Value.TrustFor(endpoint.Host),
        ConnectTimeout = TimeSpan.FromSeconds(options.Value.ConnectTimeoutSeconds),
        ConnectCallback = egress.ConnectAsync,
        TimeProvider = time,
        Logger = trace,
    };
}
