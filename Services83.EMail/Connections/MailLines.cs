using Microsoft.Extensions.Options;
using Services83.EMail.Connections.Egress;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections;

/// <summary>
/// The only code that connects to mail servers, for every protocol: it applies the egress policy, encrypts unless told otherwise, accepts
/// the certificates that the settings trust, and counts refused logins.
/// </summary>
public sealed class MailLines(EgressPolicy egress, ServerLoginThrottle throttle, IOptions<MailOptions> options, TimeProvider time)
{
    /// <summary>Connects and logs in.</summary>
    /// <param name="associateId">The associate that the call is for, or who owns the account; refused logins are counted for each
    /// associate.</param>
    /// <param name="login">The server and the login.</param>
    /// <param name="protocol">What the protocol's client needs in addition to the connection.</param>
    /// <param name="connect">Opens the connection.</param>
    /// <param name="authenticate">Logs in; not called for a login without a user name.</param>
    /// <param name="isRefusal">Whether an error means that the server refused the credentials.</param>
    /// <param name="cancellationToken">Closes the connection.</param>
    /// <exception cref="MailServerException">The egress policy forbids the server, or the stored password cannot be read.</exception>
    /// <exception cref="ThrottledException">Too many logins were refused before; no login was sent.</exception>
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
    /// <summary>Returns the client when the step has succeeded; if the step fails, closes the connection.</summary>
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
