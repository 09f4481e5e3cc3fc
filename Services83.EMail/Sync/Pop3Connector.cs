using Microsoft.Extensions.Options;
using Services83.EMail.Mail.Pop3;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Storage;

namespace Services83.EMail.Sync;

/// <summary>Opens POP3 connections, within the egress policy and encrypted unless told otherwise.</summary>
public sealed class Pop3Connector(
    EgressPolicy egress, ServerLoginThrottle throttle, IOptions<MailOptions> options, IOptions<SyncOptions> sync, TimeProvider time,
    ILogger<Pop3Client> trace)
{
    /// <summary>Connects and logs in.</summary>
    /// <param name="associateId">Who asks for it; refused logins are counted for each associate.</param>
    /// <param name="endpoint">The server.</param>
    /// <param name="cleartext">Whether the line stays unencrypted, whatever <paramref name="endpoint"/> says.</param>
    /// <param name="credentials">Who logs in.</param>
    /// <param name="cancellationToken">Closes the connection.</param>
    /// <exception cref="Pop3Exception">The server cannot be reached or refuses.</exception>
    /// <exception cref="MailServerException">The egress policy forbids the server.</exception>
    /// <exception cref="ThrottledException">Too many logins were refused before; the server was not asked.</exception>
    public Task<Pop3Client> ConnectAsync(
        int associateId, MailEndpoint endpoint, bool cleartext, MailCredentials credentials, CancellationToken cancellationToken) =>
        throttle.TryAsync(
            associateId,
            endpoint.Host,
            credentials.UserName,
            () => LogInAsync(endpoint, cleartext, credentials, cancellationToken),
            exception => exception is Pop3AuthenticationException { WereSent: true },
            cancellationToken);

    private async Task<Pop3Client> LogInAsync(
        MailEndpoint endpoint, bool cleartext, MailCredentials credentials, CancellationToken cancellationToken)
    {
        var client = await Pop3Client.ConnectAsync(Options(endpoint, cleartext), cancellationToken);
        try
        {
            await client.AuthenticateAsync(credentials, cancellationToken);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    private Pop3ConnectionOptions Options(MailEndpoint endpoint, bool cleartext) => new()
    {
        Host = endpoint.Host,
        Port = endpoint.Port,
        Security = cleartext ? LineSecurity.None : endpoint.Security == MailSecurity.Tls ? LineSecurity.Tls : LineSecurity.StartTls,
        AllowCleartextLogin = cleartext,
        Trust = options.Value.TrustFor(endpoint.Host),
        ConnectTimeout = TimeSpan.FromSeconds(options.Value.ConnectTimeoutSeconds),
        ReadTimeout = TimeSpan.FromSeconds(options.Value.ReadTimeoutSeconds),
        ConnectCallback = egress.ConnectAsync,
        MaxMessageBytes = sync.Value.MaxMessageBytes,
        TimeProvider = time,
        Logger = trace,
    };
}
