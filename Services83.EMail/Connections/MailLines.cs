using Microsoft.Extensions.Options;
using Services83.EMail.Connections.Egress;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections;

/// <summary>
/// The one way in to mail servers, whatever the protocol: within the egress policy, encrypted unless told otherwise, with the certificates
/// that the settings trust, and with refused logins counted.
/// </summary>
public sealed class MailLines(EgressPolicy egress, ServerLoginThrottle throttle, IOptions<MailOptions> options, TimeProvider time)
{
    /// <summary>Connects and logs in.</summary>
    /// <param name="associateId">Who asks for it, or whose account it is; refused logins are counted for each associate.</param>
    /// <param name="login">The server, and who logs in there.</param>
    /// <param name="protocol">What the protocol's client needs beside the line.</param>
    /// <param name="connect">Opens the line.</param>
    /// <param name="authenticate">Logs in; not called for a login without a user name.</param>
    /// <param name="isRefusal">Whether an error means that the server refused the credentials.</param>
    /// <param name="cancellationToken">Closes the connection.</param>
    /// <exception cref="MailServerException">The egress policy forbids the server, or the stored password cannot be read.</exception>
    /// <exception cref="ThrottledException">Too many logins were refused before; the server was not asked.</exception>
    internal async Task<TClient> LogInAsync<TOptions, TClient>(
        int associateId, ServerLogin login, TOptions protocol, Func<TOptions, CancellationToken, Task<TClient>> connect,
        Func<TClient, MailCredentials, Task> authenticate, Func<Exception, bool> isRefusal, CancellationToken cancellationToken)
        where TOptions : LineOptions
        where TClient : IAsyncDisposable
    {
        var credentials = login.Credentials;
        var line = OnLine(protocol, login);
        return await throttle.TryAsync(associateId, login.Endpoint.Host, login.UserName, LogInAsync, isRefusal, cancellationToken);

        async Task<TClient> LogInAsync()
        {
            var client = await connect(line, cancellationToken);
            return credentials is null ? client : await client.AfterAsync(authenticate(client, credentials));
        }
    }

    private TOptions OnLine<TOptions>(TOptions protocol, ServerLogin login)
        where TOptions : LineOptions => protocol with
    {
        Host = login.Endpoint.Host,
        Port = login.Endpoint.Port,
        Security = login.Cleartext ? LineSecurity.None : login.Endpoint.Security == MailSecurity.Tls ? LineSecurity.Tls : LineSecurity.StartTls,
        AllowCleartextLogin = login.Cleartext,
        Trust = options.Value.TrustFor(login.Endpoint.Host),
        ConnectTimeout = TimeSpan.FromSeconds(options.Value.ConnectTimeoutSeconds),
        ConnectCallback = egress.ConnectAsync,
        TimeProvider = time,
    };
}

internal static class ClientExtensions
{
    /// <summary>The client when the step has succeeded; when it fails, its connection is closed.</summary>
    public static async Task<TClient> AfterAsync<TClient>(this TClient client, Task step)
        where TClient : IAsyncDisposable
    {
        try
        {
            await step;
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }
}
