using Microsoft.Extensions.Options;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Storage;

namespace Services83.EMail.Sync;

/// <summary>Opens IMAP connections to the servers of accounts, within the egress policy and encrypted unless told otherwise.</summary>
public sealed class ImapConnector(
    EgressPolicy egress, ServerLoginThrottle throttle, IOptions<MailOptions> options, IOptions<SyncOptions> sync, TimeProvider time, ILogger<ImapClient> trace)
{
    /// <summary>Connects, logs in, and enables what quick syncs need.</summary>
    /// <exception cref="ImapException">The server cannot be reached or refuses.</exception>
    /// <exception cref="AgentException">The egress policy forbids the server, or the stored password cannot be read, or too many logins failed.</exception>
    public async Task<ImapClient> ConnectAsync(MailAccount account, CancellationToken cancellationToken)
    {
        var login = account.Incoming;
        var password = login.Password.Reveal();
        var credentials = login.UsesToken ? MailCredentials.OAuth(login.UserName, password) : MailCredentials.Password(login.UserName, password);
        var endpoint = new MailEndpoint(login.Server, login.Port, login.Security);
        var client = await ConnectAsync(account.AssociateId, endpoint, cleartext: false, credentials, cancellationToken);
        try
        {
            await client.EnableAsync(["QRESYNC"], cancellationToken);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Connects and logs in.</summary>
    /// <param name="associateId">Who asks for it; refused logins are counted for each associate.</param>
    /// <param name="endpoint">The server.</param>
    /// <param name="cleartext">Whether the line stays unencrypted, whatever <paramref name="endpoint"/> says.</param>
    /// <param name="credentials">Who logs in.</param>
    /// <param name="cancellationToken">Closes the connection.</param>
    /// <exception cref="ImapException">The server cannot be reached or refuses.</exception>
    /// <exception cref="MailServerException">The egress policy forbids the server.</exception>
    /// <exception cref="ThrottledException">Too many logins were refused before; the server was not asked.</exception>
    public Task<ImapClient> ConnectAsync(
        int associateId, MailEndpoint endpoint, bool cleartext, MailCredentials credentials, CancellationToken cancellationToken) =>
        throttle.TryAsync(
            associateId,
            endpoint.Host,
            credentials.UserName,
            () => LogInAsync(endpoint, cleartext, credentials, cancellationToken),
            exception => exception is ImapAuthenticationException { WereSent: true },
            cancellationToken);

    private async Task<ImapClient> LogInAsync(
        MailEndpoint endpoint, bool cleartext, MailCredentials credentials, CancellationToken cancellationToken)
    {
        var client = await ImapClient.ConnectAsync(Options(endpoint, cleartext), cancellationToken);
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

    private ImapConnectionOptions Options(MailEndpoint endpoint, bool cleartext) => new()
    {
        Host = endpoint.Host,
        Port = endpoint.Port,
        Security = cleartext ? LineSecurity.None : endpoint.Security == MailSecurity.Tls ? LineSecurity.Tls : LineSecurity.StartTls,
        AllowCleartextLogin = cleartext,
        Trust = options.Value.TrustFor(endpoint.Host),
        ConnectTimeout = TimeSpan.FromSeconds(options.Value.ConnectTimeoutSeconds),
        ReadTimeout = TimeSpan.FromSeconds(options.Value.ReadTimeoutSeconds),
        ConnectCallback = egress.ConnectAsync,
        // A message is needed in one piece; a way over the disk would only cost time.
        InMemoryLiteralLimit = (int)Math.Min(sync.Value.MaxMessageBytes, int.MaxValue),
        // Servers estimate sizes. What is a little larger than announced is worth reading to its header; more is not.
        MaxLiteralBytes = (2 * sync.Value.MaxMessageBytes) + (1024 * 1024),
        TimeProvider = time,
        Logger = trace,
    };
}
