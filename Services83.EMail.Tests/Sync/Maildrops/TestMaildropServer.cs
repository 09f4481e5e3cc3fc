using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Maildrops;

/// <summary>
/// A POP3 server with one maildrop (RFC 1939), which deletes at QUIT alone and lets in one session at a time. It misbehaves as a test says.
/// Shares no code with the client.
/// </summary>
internal sealed class TestMaildropServer : IAsyncDisposable
{
    public const string User = "anna", Password = "secret-of-anna";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly TestCertificate _certificate = TestCertificate.ForLoopback();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _sessions = [];
    private readonly Task _accepting;
    private readonly SemaphoreSlim _maildrop = new(1, 1);

    public TestMaildropServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public System.Security.Cryptography.X509Certificates.X509Certificate2 Certificate => _certificate.Certificate;

    /// <summary>What is in the maildrop, oldest first.</summary>
    public List<Held> Messages { get; } = [];

    /// <summary>The commands of all sessions; logins without their secrets.</summary>
    public ConcurrentQueue<string> Commands { get; } = [];

    /// <summary>Errors of this server itself.</summary>
    public ConcurrentQueue<Exception> Failures { get; } = [];

    public IReadOnlyList<string> Capabilities { get; set; } = ["TOP", "UIDL", "SASL PLAIN", "RESP-CODES"];

    /// <summary>An answer instead of the right one; null for the right one.</summary>
    public Func<string, string?> Instead { get; set; } = _ => null;

    /// <summary>After how many bytes of the answer the connection breaks; null for a whole answer.</summary>
    public Func<string, int?> CutAfter { get; set; } = _ => null;

    /// <summary>Whether the maildrop is locked by somebody else.</summary>
    public bool IsLocked { get; set; }

    /// <summary>What LIST says.</summary>
    public Func<Held, long> SizeOf { get; set; } = message => message.Raw.Length;

    public Held Add(string id, byte[] raw)
    {
        var message = new Held(id, raw);
        Messages.Add(message);
        return message;
    }

    public int Count(string command) => Commands.Count(one => one.StartsWith(command, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_sessions);
        _certificate.Dispose();
        _maildrop.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _sessions.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test ends.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            await using (var stream = new SslStream(client.GetStream()))
            {
                await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, _end.Token);
                await new Session(this, stream).RunAsync();
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client closed the connection, or the test ends.
        }
        catch (Exception exception)
        {
            Failures.Enqueue(exception);
        }
    }

    public sealed record Held(string Id, byte[] Raw);

    private sealed class Session(TestMaildropServer server, Stream stream)
    {
        private readonly HashSet<Held> _marked = [];
        private Held[]? _open;

        public async Task RunAsync()
        {
            var reader = new StreamReader(stream, Encoding.Latin1);
            try
            {
                await SendAsync("greeting", "+OK ready\r\n");
                while (await reader.ReadLineAsync(server._end.Token) is { } line)
                {
                    var shown = line.Split(' ')[0] is "AUTH" or "PASS" ? line.Split(' ')[0] : line;
                    server.Commands.Enqueue(shown);
                    var answer = server.Instead(line) ?? Answer(line);
                    if (!await SendAsync(line, answer))
                    {
                        return;
                    }

                    if (line == "QUIT")
                    {
                        return;
                    }
                }
            }
            finally
            {
                if (_open is not null)
                {
                    server._maildrop.Release();
                }
            }
        }

        private async Task<bool> SendAsync(string command, string answer)
        {
            var octets = Encoding.Latin1.GetBytes(answer);
            var cut = server.CutAfter(command);
            await stream.WriteAsync(octets.AsMemory(0, Math.Min(cut ?? octets.Length, octets.Length)), server._end.Token);
            await stream.FlushAsync(server._end.Token);
            return cut is null;
        }

        private string Answer(string line)
        {
            var words = line.Split(' ');
            return words[0] switch
            {
                "CAPA" => $"+OK\r\n{string.Concat(server.Capabilities.Select(one => one + "\r\n"))}.\r\n",
                "AUTH" => LogIn(Encoding.UTF8.GetString(Convert.FromBase64String(words[2])).Split('\0')[1..]),
                _ when _open is null => "-ERR not now\r\n",
                "UIDL" => List(message => message.Id),
                "LIST" => List(message => server.SizeOf(message).ToString(CultureInfo.InvariantCulture)),
                "RETR" => About(words[1], message => $"+OK\r\n{Stuffed(Encoding.Latin1.GetString(message.Raw))}.\r\n"),
                "TOP" => About(words[1], message => $"+OK\r\n{Stuffed(Header(message))}.\r\n"),
                "DELE" => About(words[1], message => _marked.Add(message) ? "+OK\r\n" : "-ERR\r\n"),
                "QUIT" => Quit(),
                _ => "-ERR unknown\r\n",
            };
        }

        private string LogIn(string[] login)
        {
            if (login is not [User, Password])
            {
                return "-ERR [AUTH] wrong password\r\n";
            }

            // A session of a client that is gone ends a moment later.
            if (server.IsLocked || !server._maildrop.Wait(Grace, server._end.Token))
            {
                return "-ERR [IN-USE] the maildrop is locked\r\n";
            }

            _open = [.. server.Messages];
            return "+OK\r\n";
        }

        private string Quit()
        {
            server.Messages.RemoveAll(_marked.Contains);
            return "+OK\r\n";
        }

        private string List(Func<Held, string> value) =>
            $"+OK\r\n{string.Concat(_open!.Select((message, index) => _marked.Contains(message) ? "" : $"{index + 1} {value(message)}\r\n"))}.\r\n";

        private string About(string number, Func<Held, string> answer) =>
            int.Parse(number, CultureInfo.InvariantCulture) is var place && place > 0 && place <= _open!.Length && !_marked.Contains(_open[place - 1])
                ? answer(_open[place - 1])
                : "-ERR no such message\r\n";

        private static string Header(Held message)
        {
            var text = Encoding.Latin1.GetString(message.Raw);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            return end < 0 ? text : text[..(end + 4)];
        }

        private static string Stuffed(string text) =>
            (text.StartsWith('.') ? "." : "") + text.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
    }
}
