using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>
/// A small IMAP server inside the process (RFC 3501 with the extensions of <see cref="SandboxCapabilities"/>), on the loopback address
/// only. The demo syncs from it; tests make it fail by <see cref="Faults"/> and count by <see cref="Log"/>.
/// </summary>
public sealed class SandboxImapServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly X509Certificate2 _certificateWithKey;
    private readonly TcpListener _plain;
    private readonly TcpListener _tls;
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _sessions = [];
    private readonly Dictionary<ImapSession, CancellationTokenSource> _open = [];
    private Task _accepting = Task.CompletedTask;
    private int _lastSession;
    private int _disposed;

    private SandboxImapServer(SandboxOptions options)
    {
        Options = options;
        _certificateWithKey = SandboxCertificate.Create(options.CertificateHost, options.Clock.GetUtcNow());
        Certificate = X509CertificateLoader.LoadCertificate(_certificateWithKey.RawData);
        // Once, because SslStream would search the system's certificates for its issuer at each handshake.
        Tls = new() { ServerCertificateContext = SslStreamCertificateContext.Create(_certificateWithKey, null, offline: true) };
        _plain = new TcpListener(IPAddress.Loopback, options.Port);
        _tls = new TcpListener(IPAddress.Loopback, options.TlsPort);
    }

    public SandboxOptions Options { get; }

    public string Host { get; } = "127.0.0.1";

    /// <summary>Port for IMAP with STARTTLS.</summary>
    public int Port => ((IPEndPoint)_plain.LocalEndpoint).Port;

    /// <summary>Port for IMAP inside TLS.</summary>
    public int TlsPort => ((IPEndPoint)_tls.LocalEndpoint).Port;

    /// <summary>The self-signed certificate, without its key, for clients to trust explicitly.</summary>
    public X509Certificate2 Certificate { get; }

    public SandboxFaults Faults { get; } = new();

    public SandboxLog Log { get; } = new();

    /// <summary>For the server's side of every handshake.</summary>
    internal SslServerAuthenticationOptions Tls { get; }

    /// <summary>Starts listening.</summary>
    /// <exception cref="SocketException">A port is in use.</exception>
    public static async Task<SandboxImapServer> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var server = new SandboxImapServer(options);
        try
        {
            server._plain.Start();
            server._tls.Start();
        }
        catch (SocketException)
        {
            await server.DisposeAsync();
            throw;
        }
        server._accepting = Task.WhenAll(server.AcceptAsync(server._plain, isTls: false), server.AcceptAsync(server._tls, isTls: true));
        return server;
    }

    /// <exception cref="KeyNotFoundException">There is no such user.</exception>
    public SandboxAccount Account(string user) =>
        FindAccount(user) ?? throw new KeyNotFoundException($"The sandbox has no user '{user}'.");

    /// <summary>
    /// Closes open connections at once without a reply, whatever they are doing (also while they idle); new ones are accepted. All of them,
    /// or those of one user.
    /// </summary>
    public async Task DropConnectionsAsync(string? user = null)
    {
        CancellationTokenSource[] dropped;
        lock (_gate)
        {
            dropped = [.. _open.Where(entry => user is null || entry.Key.Account?.User == user).Select(entry => entry.Value)];
        }

        foreach (var session in dropped)
        {
            await session.CancelAsync();
        }
    }

    /// <summary>Stops listening, closes all connections and waits until every session has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

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
        _certificateWithKey.Dispose();
        Certificate.Dispose();
    }

    internal SandboxAccount? FindAccount(string user) => Options.Accounts.FirstOrDefault(account => account.User == user);

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
        Log.Connected();
        try
        {
            client.NoDelay = true;
            await RunAsync(new ImapSession(this, client.GetStream(), Interlocked.Increment(ref _lastSession), isTls));
        }
        catch (Exception exception) when (
            exception is ConnectionDroppedException or IOException or SocketException or AuthenticationException
                or OperationCanceledException)
        {
            // The script or the client ended the session; nothing needs to be reported.
        }
        catch (Exception exception)
        {
            Log.Failed(exception);
        }
        finally
        {
            Log.Disconnected();
            client.Dispose();
        }
    }

    private async Task RunAsync(ImapSession session)
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
