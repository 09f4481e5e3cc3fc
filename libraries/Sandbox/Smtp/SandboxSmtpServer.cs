using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Services83.EMail.Sandbox.Imap;

namespace Services83.EMail.Sandbox.Smtp;

/// <summary>
/// A small server for outgoing mail inside the process (RFC 5321 inside TLS, with AUTH PLAIN), on the loopback address only. It has the
/// users of a <see cref="SandboxImapServer"/> and delivers only into their mailboxes.
/// </summary>
public sealed class SandboxSmtpServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly SandboxImapServer _mailboxes;
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _sessions = [];
    private readonly Task _accepting;

    private SandboxSmtpServer(SandboxImapServer mailboxes)
    {
        _mailboxes = mailboxes;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Host { get; } = "127.0.0.1";

    /// <summary>Port for SMTP inside TLS, with the certificate of the mailboxes' server.</summary>
    public int TlsPort => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Starts listening on a free port.</summary>
    public static SandboxSmtpServer Start(SandboxImapServer mailboxes) => new(mailboxes);

    /// <summary>Stops listening, closes all connections and waits until every session has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Dispose();
        Task[] running;
        lock (_gate)
        {
            running = [.. _sessions];
        }

        await Task.WhenAll(running);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var session = ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token));
                lock (_gate)
                {
                    _sessions.RemoveWhere(task => task.IsCompleted);
                    _sessions.Add(session);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The loop ends only when the server stops.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            // Several short replies follow each other; they must be sent without waiting for the client's acknowledgement of the one
            // before.
            client.NoDelay = true;
            using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(_mailboxes.Tls, _stopping.Token);
            await new SmtpSession(tls, _mailboxes.Options.Accounts).RunAsync(_stopping.Token);
        }
        catch (Exception exception) when (
            exception is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            // The client ended the session; nothing needs to be reported.
        }
        finally
        {
            client.Dispose();
        }
    }
}
