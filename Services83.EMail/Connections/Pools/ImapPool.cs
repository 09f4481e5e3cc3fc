using Microsoft.Extensions.Options;
using Services83.EMail.Mail.Imap;

namespace Services83.EMail.Connections.Pools;

/// <summary>
/// Keeps connections to servers that callers name, so that several calls need one login. A connection is reused only by calls with exactly
/// the password that it was opened with, by one call at a time, and is checked before each reuse.
/// </summary>
public sealed partial class ImapPool(
    ImapConnector connector, IOptions<ConnectionOptions> options, IOptions<MailOptions> mail, TimeProvider time,
    ILogger<ImapPool> logger) : IAsyncDisposable
{
    /// <summary>After this time a password that was changed at the server, or an account that was closed there, stops working
    /// here.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    /// <summary>Idle connections to all hosts together.</summary>
    private const int MaxIdle = 200;

    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(5);

    /// <summary>How long an idle connection may take for its first reply.</summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly HostTurns _turns = new(options.Value.MaxPerHost, $"{ConnectionOptions.Section}:{nameof(ConnectionOptions.MaxPerHost)}", mail, time);

    /// <summary>Idle connections, by host; the longest idle one first.</summary>
    private readonly Dictionary<string, List<PooledConnection>> _idle = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<Task> _goodbyes = [];
    private bool _isClosed;

    /// <summary>A logged-in connection; an idle one if there is one.</summary>
    /// <param name="associateId">The associate that the call is for.</param>
    /// <param name="login">Server and login.</param>
    /// <param name="cancellationToken">Stops waiting and connecting.</param>
    /// <exception cref="ImapException">The server cannot be reached or refuses.</exception>
    /// <exception cref="MailServerException">The egress policy forbids the server.</exception>
    /// <exception cref="ThrottledException">The host's connections are all in use for too long, or too many logins failed.</exception>
    public Task<ImapLease> RentAsync(int associateId, ServerLogin login, CancellationToken cancellationToken) =>
        InTurnAsync(
            login, async () => await ReuseAsync(login.Key, cancellationToken) ?? await OpenAsync(associateId, login, cancellationToken), cancellationToken);

    /// <summary>As <see cref="RentAsync"/>, but with a new login, so that the server checks the password now.</summary>
    public Task<ImapLease> LogInAsync(int associateId, ServerLogin login, CancellationToken cancellationToken) =>
        InTurnAsync(login, () => OpenAsync(associateId, login, cancellationToken), cancellationToken);

    /// <summary>Logs out at all servers.</summary>
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

    /// <summary>Returns a connection to the pool.</summary>
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

    /// <summary>Some servers show a change to other clients only when the folder is closed.</summary>
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
            // The work is done; a connection that no longer works is just not kept.
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

    /// <summary>An idle connection with exactly this login that still answers; null when there is none.</summary>
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
        // A network may drop a connection without telling its ends. To connect again takes less time than to wait for a timeout of TCP.
        using var patience = new CancellationTokenSource(AnswerPatience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            // Each of them is one reply of the server, and after it no folder is selected.
            await (client.Selected is null ? client.NoopAsync(either.Token) : client.UnselectAsync(either.Token));
            return true;
        }
        catch (Exception exception) when (exception is ImapException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Opens a new connection. If the host's limit is reached, an idle connection of another login is closed for it.</summary>
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
            // Every call that has a turn uses a connection or is about to open one.
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
