using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using NUnit.Framework;

namespace Services83.EMail.Tests.Sandbox;

/// <summary>A client that has only lines and literals of IMAP, so that it cannot have the same mistakes as the server.</summary>
internal sealed class ImapLineClient : IAsyncDisposable
{
    private readonly TcpClient _tcp;
    private Stream _stream;
    private int _lastTag;

    private ImapLineClient(TcpClient tcp)
    {
        _tcp = tcp;
        _stream = tcp.GetStream();
    }

    public string Greeting { get; private set; } = "";

    public static async Task<ImapLineClient> ConnectAsync(int port, CancellationToken cancellationToken, bool tls = false)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", port, cancellationToken);
        var client = new ImapLineClient(tcp);
        if (tls)
        {
            await client.UpgradeAsync("localhost", cancellationToken);
        }

        client.Greeting = await client.ReadLineAsync(cancellationToken) ?? "";
        return client;
    }

    /// <summary>Handshakes; returns what a careful client would hold against the certificate.</summary>
    public async Task<SslPolicyErrors> UpgradeAsync(string host, CancellationToken cancellationToken)
    {
        var errors = SslPolicyErrors.None;
#pragma warning disable CA5359 // the errors are handed to the test
        var tls = new SslStream(_stream, false, (_, _, _, found) =>
        {
            errors = found;
            return true;
        });
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, cancellationToken);
        _stream = tls;
        return errors;
    }

    /// <summary>Sends a command and reads up to its tagged reply, which is the last of the lines (without the tag).</summary>
    public async Task<IReadOnlyList<string>> RunAsync(string command, CancellationToken cancellationToken)
    {
        var tag = await SendAsync(command, cancellationToken);
        return await ReadReplyAsync(tag, cancellationToken);
    }

    /// <summary>Runs a command that has to succeed and returns its untagged lines.</summary>
    public async Task<IReadOnlyList<string>> OkAsync(string command, CancellationToken cancellationToken)
    {
        var lines = await RunAsync(command, cancellationToken);
        Assert.That(lines[^1], Does.StartWith("OK"), command);
        return [.. lines.SkipLast(1)];
    }

    public async Task<string> SendAsync(string command, CancellationToken cancellationToken)
    {
        var tag = $"t{++_lastTag}";
        await SendRawAsync($"{tag} {command}\r\n", cancellationToken);
        return tag;
    }

    public async Task SendRawAsync(string text, CancellationToken cancellationToken) =>
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    public async Task<IReadOnlyList<string>> ReadReplyAsync(string tag, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (await ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(tag + ' ', StringComparison.Ordinal))
            {
                return [.. lines, line[(tag.Length + 1)..]];
            }

            lines.Add(line);
        }
        throw new EndOfStreamException($"Line closed after: {string.Join('\n', lines)}");
    }

    /// <summary>One line with its literals in it as Latin-1, or null when the server has closed the connection.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var octet = new byte[1];
        while (await _stream.ReadAsync(octet, cancellationToken) == 1)
        {
            if (octet[0] != '\n')
            {
                line.Add(octet[0]);
                continue;
            }
            var text = Encoding.Latin1.GetString([.. line]).TrimEnd('\r');
            if (!text.EndsWith('}') || !int.TryParse(text[(text.LastIndexOf('{') + 1)..^1], out var length))
            {
                return text;
            }

            line.AddRange("\n"u8);
            var literal = new byte[length];
            await _stream.ReadExactlyAsync(literal, cancellationToken);
            line.AddRange(literal);
        }
        return line.Count == 0 ? null : throw new EndOfStreamException("Line closed inside a line");
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _tcp.Dispose();
    }
}
