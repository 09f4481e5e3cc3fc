using Microsoft.Extensions.Options;
using Services83.EMail.Mail.Imap;

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
    private readonly HostTurns _turns = new(options.Value.MaxPerHost, $"{ConnectionOptions.Section}:{nameof(ConnectionOptions.MaxPerHost)}", mail, time);

    /// <summary>Connections that nobody uses, by host; the longest idle one first.</summary>
    private readonly Dictionary<string, List<PooledConnection>> _idle = new(StringComparer.OrdinalIgnoreCase);
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
        InTurnAsync(
            login, async () => await ReuseAsync(login.Key, cancellationToken) ?? await OpenAsync(associateId, login, cancellationToken), cancellationToken);

    /// <summary>As <see cref="RentAsync"/>, but with a login that the server judges now.</summary>
    public Task<ImapLease> LogInAsync(int associateId, ServerLogin login, CancellationToken cancellationToken) =>
        InTurnAsync(login, () => OpenAsync(associateId, login, cancellationToken), cancellationToken);

    /// <summary>Says goodbye to all servers.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] goodbyes;
        lock (_lock)
        {
            _isClosed = true;
            foreach (var connection in _idle.Values.SelectMany(idle => idle))
            {
                BeginGoodbye(connection);
            }

            _idle.Clear();
            goodbyes = [.. _goodbyes];
        }

        await Task.WhenAll(goodbyes);
    }

    /// <summary>Takes a connection back.</summary>
    internal async ValueTask ReturnAsync(PooledConnection connection, IDisposable turn)
    {
        try
        {
            await LetGoAsync(connection.Client);
        }
        finally
        {
            GiveBack(connection, turn);
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

    private async Task<ImapLease> InTurnAsync(ServerLogin login, Func<Task<PooledConnection>> take, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        var turn = await _turns.TakeAsync(login.Endpoint.Host, cancellationToken);
        try
        {
            return new ImapLease(this, await take(), turn);
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>An idle connection of this very login that still answers; null without any.</summary>
    private async Task<PooledConnection?> ReuseAsync(ConnectionKey key, CancellationToken cancellationToken)
    {
        PooledConnection? idle;
        lock (_lock)
        {
            idle = _idle.GetValueOrDefault(key.Endpoint.Host)?.FindLast(connection => connection.Key == key);
            if (idle is null)
            {
                return null;
            }

            Take(idle);
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
    private async Task<PooledConnection> OpenAsync(int associateId, ServerLogin login, CancellationToken cancellationToken)
    {
        await MakeRoomAsync(login.Endpoint.Host);
        var client = await connector.ConnectAsync(associateId, login, cancellationToken);
        LogOpened(login.Endpoint.Host, login.Endpoint.Port);
        return new PooledConnection(login.Key, client, time.GetUtcNow());
    }

    private async Task MakeRoomAsync(string host)
    {
        List<PooledConnection> leaving = [];
        lock (_lock)
        {
            // Everybody who has a turn uses a connection or is about to.
            while (_idle.TryGetValue(host, out var idle) && _turns.Taken(host) + idle.Count > options.Value.MaxPerHost)
            {
                leaving.Add(idle[0]);
                Take(idle[0]);
            }
        }

        await Task.WhenAll(leaving.Select(GoodbyeAsync));
    }

    [LoggerMessage(4501, LogLevel.Debug, "Connected to {Host}:{Port}")]
    private partial void LogOpened(string host, int port);
}
