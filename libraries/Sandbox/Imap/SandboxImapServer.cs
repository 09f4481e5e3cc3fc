using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>
/// A small IMAP server inside the process (RFC 3501 with the extensions of <see cref="SandboxCapabilities"/>), on the loopback address
/// only. The demo syncs from it; tests make it fail by <see cref="Faults"/> and count by <see cref="Log"/>.
/// </summary>
public sealed class SandboxImapServer : IAsyncDisposable
{
    private readonly X509Certificate2 _certificateWithKey;
    private readonly SandboxListener _listener;
    private volatile IReadOnlyList<SandboxAccount> _accounts;
    private int _disposed;

    private SandboxImapServer(SandboxOptions options)
    {
        Options = options;
        _accounts = options.Accounts;
        _certificateWithKey = SandboxCertificate.Create(options.CertificateHost, options.Clock.GetUtcNow());
        Certificate = X509CertificateLoader.LoadCertificate(_certificateWithKey.RawData);
        // Once, because SslStream would search the system's certificates for its issuer at each handshake.
        Tls = new() { ServerCertificateContext = SslStreamCertificateContext.Create(_certificateWithKey, null, offline: true) };
        _listener = new(options.Port, options.TlsPort, Log, (stream, number, isTls) => new ImapSession(this, stream, number, isTls));
    }

    public SandboxOptions Options { get; }

    /// <summary>The present users: those of the options until <see cref="ReplaceAccountsAsync"/>.</summary>
    public IReadOnlyList<SandboxAccount> Accounts => _accounts;

    public string Host { get; } = "127.0.0.1";

    /// <summary>Port for IMAP with STARTTLS.</summary>
    public int Port => _listener.Port;

    /// <summary>Port for IMAP inside TLS.</summary>
    public int TlsPort => _listener.TlsPort;

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
            server._listener.Start();
        }
        catch (SocketException)
        {
            await server.DisposeAsync();
            throw;
        }
        return server;
    }

    /// <exception cref="KeyNotFoundException">There is no such user.</exception>
    public SandboxAccount Account(string user) =>
        FindAccount(user) ?? throw new KeyNotFoundException($"The sandbox has no user '{user}'.");

    /// <summary>
    /// Closes open connections at once without a reply, whatever they are doing (also while they idle); new ones are accepted. All of them,
    /// or those of one user.
    /// </summary>
    public Task DropConnectionsAsync(string? user = null) => _listener.DropConnectionsAsync(user);

    /// <summary>Replaces all users and their mailboxes. Open connections are closed, because they show the old ones.</summary>
    public Task ReplaceAccountsAsync(IReadOnlyList<SandboxAccount> accounts)
    {
        _accounts = accounts;
        return DropConnectionsAsync();
    }

    /// <summary>Stops listening, closes all connections and waits until every session has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _listener.DisposeAsync();
        _certificateWithKey.Dispose();
        Certificate.Dispose();
    }

    internal SandboxAccount? FindAccount(string user) => Accounts.FirstOrDefault(account => account.User == user);

    /// <summary>The user, if the password is right.</summary>
    internal SandboxAccount? FindAccount(string user, string password) =>
        FindAccount(user) is { } account && account.Password == password ? account : null;
}
