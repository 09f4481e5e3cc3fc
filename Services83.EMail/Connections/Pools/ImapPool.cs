using Microsoft.Extensions.Options;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Connections.Pools;

/// <summary>
/// Keeps connections to servers that callers name, so that call after call needs one login. A connection serves only who knows the very
/// password that it was opened with, is used by one call at a time, and is checked before it is used again.
/// </summary>
public sealed partial class ImapPool(
    ImapConnector connector, IOptions<ConnectionOptions> options, IOptions<MailOptions> mail, TimeProvider time,
    ILogger<ImapPool> logger) : IAsyncDisposable
{
    /// <summary>A password that is changed at the server, or an account that is closed there, stops working here after this.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    /// <summary>Idle connections to all hosts together.</summary>
    private const int MaxIdle = 200;

    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, PooledHost> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<Task> _goodbyes = [];
    private bool _isClosed;

    /// <summary>A connection that is logged in; an idle one where there is one.</summary>
    /// <param name="associateId">Who asks for it.</param>
    /// <param name="login">Server and login.</param>
    /// <param name="cancellationToken">Gives up waiting and connecting.</param>
    /// <exception cref="ImapException">The server cannot be reached or refuses.</exception>
    /// <exception cref="MailServerException">The egress policy forbids the server.</exception>
    /// <exception cref="ThrottledException">The host's connections are all in use for too long, or too many logins failed.</exception>
    public Task<ImapLease> RentAsync(int associateId, ServerLogin login, CancellationToken cancellationToken) =>
        InTurnAsync(login, async (host, key) => await ReuseAsync(host, key, cancellationToken) ?? await OpenAsync(host, associateId, login, cancellationToken), cancellationToken);

    /// <summary>As <see cref="RentAsync"/>, but with a login that the server judges now.</summary>
    public Task<ImapLease> LogInAsync(int associateId, ServerLogin login, CancellationToken cancellationToken) =>
        InTurnAsync(login, (host, _) => OpenAsync(host, associateId, login, cancellationToken), cancellationToken);

    /// <summary>Says goodbye to all servers.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] goodbyes;
        lock (_lock)
        {
            _isClosed = true;
            foreach (var connection in _hosts.Values.SelectMany(host => host.Idle))
            {
                BeginGoodbye(connection);
            }

            _hosts.Clear();
            goodbyes = [.. _goodbyes];
        }

        await Task.WhenAll(goodbyes);
    }

    /// <summary>Takes a connection back.</summary>
    internal async ValueTask ReturnAsync(PooledConnection connection)
    {
        try
        {
            await LetGoAsync(connection.Client);
        }
        finally
        {
            GiveBack(connection);
        }
    }

    /// <summary>Some servers show a change to others only when the mailbox is left.</summary>
    private static async Task LetGoAsync(ImapClient client)
    {
        if (!client.IsConnected || client.Selected is not { IsReadOnly: false })
        {
            return;
        }

        using var patience = new CancellationTokenSource(GoodbyePatience);
        try
        {
            await client.UnselectAsync(patience.Token);
        }
        catch (Exception exception) when (exception is ImapException or OperationCanceledException)
        {
            // The work is done; a connection that is not well any more is just not kept.
            await client.DisposeAsync();
        }
    }

    private async Task<ImapLease> InTurnAsync(
        ServerLogin login, Func<PooledHost, ConnectionKey, Task<PooledConnection>> take, CancellationToken cancellationToken)
    {
        var name = login.Endpoint.Host;
        var host = Enter(name);
        try
        {
            await WaitAsync(name, host, cancellationToken);
        }
        catch
        {
            lock (_lock)
            {
                Forget(name, host);
            }

            throw;
        }

        try
        {
            return new ImapLease(this, await take(host, login.Key));
        }
        catch
        {
            lock (_lock)
            {
                Leave(name, host);
            }

            throw;
        }
    }

    private PooledHost Enter(string name)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (!_hosts.TryGetValue(name, out var host))
            {
                _hosts.Add(name, host = new PooledHost(options.Value.MaxPerHost));
            }

            host.Callers++;
            return host;
        }
    }

    private async Task WaitAsync(string name, PooledHost host, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(mail.Value.ConnectTimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await host.Turns.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ThrottledException(
                $"All {options.Value.MaxPerHost} connections to mail server {name} are in use (Mail:Connections:MaxPerHost). Try again later.");
        }
    }

    /// <summary>An idle connection of this very login that still answers; null without any.</summary>
    private async Task<PooledConnection?> ReuseAsync(PooledHost host, ConnectionKey key, CancellationToken cancellationToken)
    {
        PooledConnection? idle;
        lock (_lock)
        {
            idle = host.Idle.FindLast(connection => connection.Key == key);
            if (idle is null)
            {
                return null;
            }

            Take(host, idle);
        }

        if (time.GetUtcNow() - idle.OpenedAt < MaxAge && await IsAliveAsync(idle.Client, cancellationToken))
        {
            return idle;
        }

        await GoodbyeAsync(idle);
        return null;
    }

    private static async Task<bool> IsAliveAsync(ImapClient client, CancellationToken cancellationToken)
    {
        try
        {
            // Either is one answer of the server, and after it no mailbox is open.
            await (client.Selected is null ? client.NoopAsync(cancellationToken) : client.UnselectAsync(cancellationToken));
            return true;
        }
        catch (ImapException)
        {
            return false;
        }
    }

    /// <summary>A new connection, for which an idle one of somebody else makes room where the host's budget is used up.</summary>
    private async Task<PooledConnection> OpenAsync(PooledHost host, int associateId, ServerLogin login, CancellationToken cancellationToken)
    {
        await MakeRoomAsync(host);
        var password = login.Password.Reveal();
        var client = await connector.ConnectAsync(
            associateId,
            login.Endpoint,
            login.Cleartext,
            login.UsesToken ? MailCredentials.OAuth(login.UserName, password) : MailCredentials.Password(login.UserName, password),
            cancellationToken);
        LogOpened(login.Endpoint.Host, login.Endpoint.Port);
        return new PooledConnection(login.Key, client, time.GetUtcNow());
    }

    private async Task MakeRoomAsync(PooledHost host)
    {
        List<PooledConnection> leaving = [];
        lock (_lock)
        {
            // Everybody who has a turn uses a connection or is about to.
            var used = options.Value.MaxPerHost - host.Turns.CurrentCount;
            while (host.Idle.Count > 0 && used + host.Idle.Count > options.Value.MaxPerHost)
            {
                leaving.Add(host.Idle[0]);
                Take(host, host.Idle[0]);
            }
        }

        await Task.WhenAll(leaving.Select(GoodbyeAsync));
    }

    [LoggerMessage(4501, LogLevel.Debug, "Connected to {Host}:{Port}")]
    private partial void LogOpened(string host, int port);
}
