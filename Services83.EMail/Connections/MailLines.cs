using Microsoft.Extensions.Options;
using Services83.EMail.Connections.Egress;
using Services83.EMail.Connections.Tokens;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Storage;

namespace Services83.EMail.Connections;

/// <summary>
/// The only code that connects to mail servers, for every protocol: it applies the egress policy, encrypts unless told otherwise, accepts
/// the certificates that the settings trust, gets access tokens, and counts refused logins.
/// </summary>
public sealed class MailLines(
    EgressPolicy egress, ServerLoginThrottle throttle, AccessTokens tokens, LoginMetrics metrics, IOptions<MailOptions> options, TimeProvider time)
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
    /// <exception cref="MailServerException">The egress policy forbids the server, the stored password cannot be read, or the identity
    /// provider issues no token; no login was sent.</exception>
    /// <exception cref="ThrottledException">Too many logins were refused before; no login was sent.</exception>
    internal async Task<TClient> LogInAsync<TOptions, TClient>(
        int associateId, ServerLogin login, TOptions protocol, Func<TOptions, CancellationToken, Task<TClient>> connect,
        Func<TClient, MailCredentials, Task> authenticate, Func<Exception, bool> isRefusal, CancellationToken cancellationToken)
        where TOptions : LineOptions
        where TClient : IAsyncDisposable
    {
        var line = OnLine(protocol, login);
        var token = await TokenAsync(login, refused: null, cancellationToken);
        var credentials = WithToken(login, token).Credentials;
        return await throttle.TryAsync(
            associateId, login.Endpoint.Host, login.UserName, () => metrics.MeasureAsync(line, login.Endpoint, LogInAsync), isRefusal, cancellationToken);

        async Task<TClient> LogInAsync()
        {
            try
            {
                return await ConnectAsync(credentials);
            }
            catch (Exception exception) when (token is not null && isRefusal(exception))
            {
                // The provider may have ended the token early, so one more attempt is made with the next one.
                var next = await TokenAsync(login, token, cancellationToken);
                if (next is null || next.Reveal() == token.Reveal())
                {
                    throw;
                }

                return await ConnectAsync(WithToken(login, next).Credentials);
            }
        }

        async Task<TClient> ConnectAsync(MailCredentials? given)
        {
            var client = await connect(line, cancellationToken);
            return given is null ? client : await client.AfterAsync(authenticate(client, given));
        }
    }

    /// <summary>The login with the token that a new connection would send now. A connection may serve it again only as long as this is the
    /// same.</summary>
    /// <exception cref="MailServerException">The identity provider issues no token.</exception>
    internal async Task<ServerLogin> WithTokenAsync(ServerLogin login, CancellationToken cancellationToken) =>
        WithToken(login, await TokenAsync(login, refused: null, cancellationToken));

    private static ServerLogin WithToken(ServerLogin login, Secret? token) => token is null ? login : login with { Password = token };

    /// <summary>The token that the program gets for the login; null if the login brings its own password or token.</summary>
    private async Task<Secret?> TokenAsync(ServerLogin login, Secret? refused, CancellationToken cancellationToken) => login.ConsentOf is { } accountId
        ? await tokens.GetAsync(accountId, login.Endpoint.Host, login.UserName, refused, cancellationToken)
        : null;

    private TOptions OnLine<TOptions>(TOptions protocol, ServerLogin login)
        where TOptions : LineOptions => protocol with
    {
        Host = login.Endpoint.Host,
        Port = login.Endpoint.Port,
        Security = login.Cleartext ? LineSecurity.None : login.Endpoint.Security == MailSecurity.Tls ? LineSecurity.Tls : LineSecurity.StartTls,
        AllowCleartextLogin = login.Cleartext,
        Trust = options.Value.TrustFor(login.Endpoint.Host),
        CertificateAccepted = login.CertificateAccepted,
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
