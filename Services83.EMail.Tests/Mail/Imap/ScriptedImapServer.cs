using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Mail.Imap;

/// <summary>A server on a loopback port that behaves as badly as a test's script says, for one connection.</summary>
internal sealed class ScriptedImapServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;

    private ScriptedImapServer(Func<ScriptedSession, Task> script)
    {
        _listener.Start();
        _running = RunAsync(script);
    }

    public ImapConnectionOptions Options => new()
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        Security = LineSecurity.None,
        AllowCleartextLogin = true,
        ReadTimeout = TimeSpan.FromSeconds(10),
    };

    public static ScriptedImapServer Start(Func<ScriptedSession, Task> script) => new(script);

    /// <summary>Ends the script, and fails when the client did what the script does not expect.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _running;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or EndOfStreamException)
        {
            // The client hung up, or the script was still waiting: both are how most of these tests end.
            await TestContext.Out.WriteLineAsync($"The script ended by: {e.Message}");
        }
        _listener.Stop();
        _end.Dispose();
    }

    private async Task RunAsync(Func<ScriptedSession, Task> script)
    {
        using var client = await _listener.AcceptTcpClientAsync(_end.Token);
        await using var session = new ScriptedSession(client.GetStream(), _end.Token);
        await script(session);
    }
}

/// <summary>The server's end of one connection.</summary>
internal sealed class ScriptedSession(Stream stream, CancellationToken end) : IAsyncDisposable
{
    private Stream _stream = stream;

    /// <summary>All lines that the client sent.</summary>
    public List<string> Received { get; } = [];

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(byte[] octets) => await _stream.WriteAsync(octets, end);

    /// <summary>For servers whose badness is to take their time.</summary>
    public Task PauseAsync(TimeSpan time) => Task.Delay(time, end);

    /// <summary>The tag of the next command, which must begin with the given words.</summary>
    public async Task<string> ExpectAsync(string command)
    {
        var line = await ReadLineAsync();
        var space = line.IndexOf(' ');
        if (space < 0 || !line[(space + 1)..].StartsWith(command, StringComparison.Ordinal))
            throw new InvalidOperationException($"Expected {command}, the client sent: {line}");
        return line[..space];
    }

    /// <summary>Answers the next command.</summary>
    public async Task AnswerAsync(string command, string answer) => await SendAsync(answer.Replace("TAG", await ExpectAsync(command)));

    public async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        var octet = new byte[1];
        while (true)
        {
            await _stream.ReadExactlyAsync(octet, end);
            if (octet[0] == '\n') break;
            line.Append((char)octet[0]);
        }
        Received.Add(line.ToString().TrimEnd('\r'));
        return Received[^1];
    }

    public async Task StartTlsAsync(TestCertificate certificate)
    {
        var ssl = new SslStream(_stream);
        _stream = ssl;
        await ssl.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate.Certificate }, end);
    }

    /// <summary>Greets with these capabilities.</summary>
    public Task GreetAsync(string capabilities = "") => SendAsync($"* OK [CAPABILITY IMAP4rev1 {capabilities}] ready\r\n");

    /// <summary>Says nothing more until the test ends.</summary>
    public Task HangAsync() => Task.Delay(Timeout.InfiniteTimeSpan, end);

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
