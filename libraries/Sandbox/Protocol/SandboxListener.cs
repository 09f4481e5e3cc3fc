using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Services83.EMail.Sandbox.Protocol;

/// <summary>
/// Listens on two ports of the loopback address, one for connections with TLS from the first byte and one for others, runs a session for
/// each connection, and can close them.
/// </summary>
/// <param name="open">Makes the session of a connection, from its stream, its number and whether TLS comes first.</param>
internal sealed class SandboxListener(int port, int tlsPort, SandboxLog log, Func<Stream, int, bool, ISandboxSession> open) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TcpListener _plain = new(IPAddress.Loopback, port);
    private readonly TcpListener _tls = new(IPAddress.Loopback, tlsPort);
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _sessions = [];
    private readonly Dictionary<ISandboxSession, CancellationTokenSource> _open = [];
    private Task _accepting = Task.CompletedTask;
    private int _lastSession;

    public int Port => ((IPEndPoint)_plain.LocalEndpoint).Port;

    public int TlsPort => ((IPEndPoint)_tls.LocalEndpoint).Port;

    /// <exception cref="SocketException">A port is in use. The listener must be disposed of.</exception>
    public void Start()
    {
        _plain.Start();
        _tls.Start();
        _accepting = Task.WhenAll(AcceptAsync(_plain, isTls: false), AcceptAsync(_tls, isTls: true));
    }

    /// <summary>Closes open connections at once, whatever they are doing: all of them, or those of one user.</summary>
    public async Task DropConnectionsAsync(string? user)
    {
        CancellationTokenSource[] dropped;
        lock (_gate)
        {
            dropped = [.. _open.Where(entry => user is null || entry.Key.User == user).Select(entry => entry.Value)];
        }

        foreach (var session in dropped)
        {
            await session.CancelAsync();
        }
    }

    /// <summary>Stops listening, closes all connections and waits until every session has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        _plain.Dispose();
        _tls.Dispose();
        Task[] running;
        lock (_gate)
        {
            running = [.. _sessions];
        }

        await Task.WhenAll(running);
        _stopping.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener, bool isTls)
    {
        try
        {
            while (true)
            {
                Track(ServeAsync(await listener.AcceptTcpClientAsync(_stopping.Token), isTls));
            }
        }
        catch (OperationCanceledException)
        {
            // The loop ends only when the server stops.
        }
    }

    private void Track(Task session)
    {
        lock (_gate)
        {
            _sessions.RemoveWhere(task => task.IsCompleted);
            _sessions.Add(session);
        }
    }

    private async Task ServeAsync(TcpClient client, bool isTls)
    {
        log.Connected();
        try
        {
            // Several short replies follow each other; they must be sent without waiting for the client's acknowledgement of the one
            // before.
            client.NoDelay = true;
            await RunAsync(open(client.GetStream(), Interlocked.Increment(ref _lastSession), isTls));
        }
        catch (Exception exception) when (
            exception is ConnectionDroppedException or CommandRefusedException or IOException or SocketException or AuthenticationException
                or OperationCanceledException)
        {
            // The script or the client ended the session; nothing needs to be reported.
        }
        catch (Exception exception)
        {
            log.Failed(exception);
        }
        finally
        {
            log.Disconnected();
            client.Dispose();
        }
    }

    private async Task RunAsync(ISandboxSession session)
    {
        var dropping = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        lock (_gate)
        {
            _open.Add(session, dropping);
        }

        try
        {
            await session.RunAsync(dropping.Token);
        }
        finally
        {
            // Not disposed: a thread that is about to close this session may still use it; it owns nothing that must be released.
            lock (_gate)
            {
                _open.Remove(session);
            }
        }
    }
}

/// <summary>The dialogue with one client.</summary>
internal interface ISandboxSession
{
    /// <summary>Who is logged in, or null.</summary>
    string? User { get; }

    /// <summary>Runs until the client leaves or the connection is to be closed.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
