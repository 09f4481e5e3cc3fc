using Microsoft.Extensions.Options;
using Services83.EMail.Connections;
using Services83.EMail.Connections.Pools;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage;

namespace Services83.EMail.Sync.Run;

/// <summary>
/// The connections of runs. A run that ends well leaves its connection for the account's next run, for a short time: most of what a sync
/// without changes costs is TLS and the login. Connections in use and kept ones together are never more than the runs of a host may be.
/// </summary>
internal sealed class RunConnections(
    ImapConnector connector, MailLines lines, INode node, IOptions<SyncOptions> sync, IOptions<MailOptions> mail, TimeProvider time,
    ILogger<ImapPool> logger) : IAsyncDisposable
{
    /// <summary>With several processes nobody knows which one gets the account's next run, and each would keep as many connections.</summary>
    private readonly bool _areKept = sync.Value.KeepConnectionSeconds > 0 && !node.IsShared;

    private readonly ImapPool _pool = new(
        connector,
        Options.Create(new ConnectionOptions { MaxPerHost = sync.Value.MaxConcurrentAccountsPerHost, IdleSeconds = sync.Value.KeepConnectionSeconds }),
        mail, time, logger);

    /// <summary>Runs <paramref name="work"/> over a connection that has the extensions which quick syncs need.</summary>
    /// <param name="account">Only a connection with its present login is used again, and only after the server has answered over it.</param>
    /// <param name="work">Returns whether everything went well, so that the connection may be kept.</param>
    /// <param name="cancellationToken">Closes the connection.</param>
    /// <exception cref="ImapException">The server cannot be reached or refuses.</exception>
    /// <exception cref="MailServerException">The egress policy forbids the server, or there are no credentials.</exception>
    /// <exception cref="ThrottledException">Too many logins were refused before; no login was sent.</exception>
    public async Task UseAsync(MailAccount account, Func<ImapClient, Task<bool>> work, CancellationToken cancellationToken)
    {
        var login = await lines.WithTokenAsync(ServerLogin.Of(account.Incoming), cancellationToken);
        await using var lease = await _pool.RentAsync(account.AssociateId, login, cancellationToken);
        var client = lease.Client;
        try
        {
            await client.EnableAsync(["QRESYNC"], cancellationToken);
            if (!await work(client) || !_areKept)
            {
                await client.LogoutAsync(cancellationToken);
            }
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _pool.DisposeAsync();
}
