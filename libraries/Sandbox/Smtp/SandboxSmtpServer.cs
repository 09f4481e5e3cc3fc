using System.Net.Sockets;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Sandbox.Lines;
using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Smtp;

/// <summary>The options of the server for outgoing mail.</summary>
public sealed record SandboxSmtpOptions
{
    /// <summary>Port for SMTP with STARTTLS; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Port for SMTP inside TLS from the first byte; 0 takes a free one.</summary>
    public int TlsPort { get; init; }

    /// <summary>
    /// Whether mail to addresses outside of the sandbox is accepted. It goes nowhere; <see cref="SandboxSmtpServer.Sent"/> has it, as all mail.
    /// </summary>
    public bool AcceptsStrangers { get; init; }
}

/// <summary>
/// A small server for outgoing mail inside the process (RFC 5321 with STARTTLS and AUTH), on the loopback address only. It has the users of a
/// <see cref="SandboxImapServer"/> and delivers only into their mailboxes. Commands of its script of faults are SMTP's verbs, and
/// <see cref="EndOfData"/>; the text of a refusal may start with a reply code, such as <c>452 4.3.1 Disk full</c>.
/// </summary>
public sealed class SandboxSmtpServer : IAsyncDisposable
{
    /// <summary>The moment when a client has sent a whole message, for rules of the script.</summary>
    public const string EndOfData = "END OF DATA";

    private readonly SandboxListener _listener;

    private SandboxSmtpServer(SandboxImapServer mailboxes, SandboxSmtpOptions options)
    {
        Mailboxes = mailboxes;
        Options = options;
        var server = new LineServer(mailboxes, Faults, Log);
        _listener = new(options.Port, options.TlsPort, Log, (stream, number, isTls) => new SmtpSession(this, server, stream, number, isTls));
    }

    public SandboxSmtpOptions Options { get; }

    public string Host { get; } = "127.0.0.1";

    /// <summary>Port for SMTP with STARTTLS.</summary>
    public int Port => _listener.Port;

    /// <summary>Port for SMTP inside TLS, with the certificate of the mailboxes' server.</summary>
    public int TlsPort => _listener.TlsPort;

    public SandboxFaults Faults { get; } = new();

    public SandboxLog Log { get; } = new();

    /// <summary>What clients have sent.</summary>
    public SandboxSentMail Sent { get; } = new();

    internal SandboxImapServer Mailboxes { get; }

    /// <summary>Starts listening.</summary>
    /// <exception cref="SocketException">A port is in use.</exception>
    public static SandboxSmtpServer Start(SandboxImapServer mailboxes, SandboxSmtpOptions? options = null)
    {
        var server = new SandboxSmtpServer(mailboxes, options ?? new SandboxSmtpOptions());
        server._listener.Start();
        return server;
    }

    /// <summary>Closes open connections at once: all of them, or those of one user.</summary>
    public Task DropConnectionsAsync(string? user = null) => _listener.DropConnectionsAsync(user);

    /// <summary>Stops listening, closes all connections and waits until every session has ended.</summary>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
