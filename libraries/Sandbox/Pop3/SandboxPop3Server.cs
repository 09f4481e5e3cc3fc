using System.Net.Sockets;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Sandbox.Lines;
using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Pop3;

/// <summary>
/// A small POP3 server inside the process (RFC 1939 with CAPA, STLS, AUTH, TOP and UIDL), on the loopback address only. It shows the inboxes of
/// a <see cref="SandboxImapServer"/> to its users. Commands of its script of faults are POP3's keywords. As with Dovecot, several sessions may
/// have a mailbox open.
/// </summary>
public sealed class SandboxPop3Server : IAsyncDisposable
{
    private readonly SandboxListener _listener;

    private SandboxPop3Server(SandboxImapServer mailboxes, int port, int tlsPort)
    {
        var server = new LineServer(mailboxes, Faults, Log);
        _listener = new(port, tlsPort, Log, (stream, number, isTls) => new Pop3Session(server, stream, number, isTls));
    }

    public string Host { get; } = "127.0.0.1";

    /// <summary>Port for POP3 with STLS.</summary>
    public int Port => _listener.Port;

    /// <summary>Port for POP3 inside TLS, with the certificate of the mailboxes' server.</summary>
    public int TlsPort => _listener.TlsPort;

    public SandboxFaults Faults { get; } = new();

    public SandboxLog Log { get; } = new();

    /// <summary>Starts listening.</summary>
    /// <param name="port">Port for POP3 with STLS; 0 takes a free one.</param>
    /// <param name="tlsPort">Port for POP3 inside TLS from the first byte; 0 takes a free one.</param>
    /// <exception cref="SocketException">A port is in use.</exception>
    public static SandboxPop3Server Start(SandboxImapServer mailboxes, int port = 0, int tlsPort = 0)
    {
        var server = new SandboxPop3Server(mailboxes, port, tlsPort);
        server._listener.Start();
        return server;
    }

    /// <summary>Closes open connections at once: all of them, or those of one user.</summary>
    public Task DropConnectionsAsync(string? user = null) => _listener.DropConnectionsAsync(user);

    /// <summary>Stops listening, closes all connections and waits until every session has ended.</summary>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
