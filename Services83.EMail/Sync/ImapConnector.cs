using Microsoft.Extensions.Options;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Storage;

namespace Services83.EMail.Sync;

/// <summary>Opens IMAP connections to the servers of accounts, within the egress policy and always encrypted.</summary>
public sealed class ImapConnector(
    EgressPolicy egress, IOptions<MailOptions> options, IOptions<SyncOptions> sync, ILogger<ImapClient> trace)
{
    /// <summary>Connects, logs in, and enables what quick syncs need.</summary>
    /// <exception cref="ImapException">The server cannot be reached or refuses.</exception>
    /// <exception cref="AgentException">The egress policy forbids the server, or the stored password cannot be read.</exception>
    public async Task<ImapClient> ConnectAsync(MailAccount account, CancellationToken cancellationToken)
    {
        var login = account.Incoming;
        var password = login.Password.Reveal();
        var credentials = login.UsesToken ? MailCredentials.OAuth(login.UserName, password) : MailCredentials.Password(login.UserName, password);
        var client = await ImapClient.ConnectAsync(Options(login), cancellationToken);
        try
        {
            await client.AuthenticateAsync(credentials, cancellationToken);
            await client.EnableAsync(["QRESYNC"], cancellationToken);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    private ImapConnectionOptions Options(MailLogin login) => new()
    {
        Host = login.Server,
        Port = login.Port,
        Security = login.Security == MailSecurity.Tls ? LineSecurity.Tls : LineSecurity.StartTls,
        Trust = options.Value.TrustFor(login.Server),
        ConnectTimeout = TimeSpan.FromSeconds(options.Value.ConnectTimeoutSeconds),
        ReadTimeout = TimeSpan.FromSeconds(options.Value.ReadTimeoutSeconds),
        ConnectCallback = egress.ConnectAsync,
        // The sync needs every message in one piece; a way over the disk would only cost time.
        InMemoryLiteralLimit = (int)Math.Min(sync.Value.MaxMessageBytes, int.MaxValue),
        Logger = trace,
    };
}
