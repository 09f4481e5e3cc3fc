using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Services83.EMail.Sandbox.Smtp;

/// <summary>The dialogue with one client.</summary>
internal sealed class SmtpSession(Stream stream, IReadOnlyList<SandboxAccount> accounts)
{
    private const int MaxLine = 16 * 1024;
    private const int MaxMessage = 64 << 20;
    private const int MaxRecipients = 1000;

    private readonly PipeReader _input = PipeReader.Create(stream);
    private readonly List<SandboxAccount> _recipients = [];
    private bool _isLoggedIn;
    private bool _hasSender;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await SayAsync("220 sandbox.example ready", cancellationToken);
        while (await ReadLineAsync(cancellationToken) is { } line)
        {
            var text = Encoding.UTF8.GetString(line);
            var verb = text.Split(' ')[0].ToUpperInvariant();
            await SayAsync(await AnswerAsync(verb, text, cancellationToken), cancellationToken);
            if (verb == "QUIT")
            {
                return;
            }
        }
    }

    private async Task<string> AnswerAsync(string verb, string line, CancellationToken cancellationToken)
    {
        switch (verb)
        {
            case "EHLO":
                return $"250-sandbox.example\r\n250-PIPELINING\r\n250-SIZE {MaxMessage.ToString(CultureInfo.InvariantCulture)}\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN";
            case "HELO":
                return "250 sandbox.example";
            case "AUTH":
                return await LogInAsync(line, cancellationToken);
            case "MAIL" or "RCPT" or "DATA" when !_isLoggedIn:
                return "530 5.7.0 Log in first";
            case "MAIL":
                Forget();
                _hasSender = true;
                return "250 2.1.0 OK";
            case "RCPT":
                return AddRecipient(line);
            case "DATA":
                return _recipients.Count == 0 ? "554 5.5.1 Nobody to deliver to" : await TakeAsync(cancellationToken);
            case "RSET":
                Forget();
                return "250 2.0.0 OK";
            case "NOOP":
                return "250 2.0.0 OK";
            case "QUIT":
                return "221 2.0.0 Bye";
            default:
                return "502 5.5.1 The sandbox does not know this command";
        }
    }

    private async Task<string> LogInAsync(string line, CancellationToken cancellationToken)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || !words[1].Equals("PLAIN", StringComparison.OrdinalIgnoreCase))
        {
            return "504 5.5.4 Only PLAIN";
        }

        if (words.Length == 2)
        {
            await SayAsync("334 ", cancellationToken);
        }

        var answer = words.Length > 2 ? words[2] : Encoding.ASCII.GetString(await ReadLineAsync(cancellationToken) ?? []);
        var octets = new byte[answer.Length];
        var parts = Convert.TryFromBase64String(answer, octets, out var length) ? Encoding.UTF8.GetString(octets, 0, length).Split('\0') : [];
        _isLoggedIn = parts.Length == 3 && accounts.Any(account => account.User == parts[1] && account.Password == parts[2]);
        return _isLoggedIn ? "235 2.7.0 Welcome" : "535 5.7.8 Wrong user or password";
    }

    private string AddRecipient(string line)
    {
        var (open, close) = (line.IndexOf('<', StringComparison.Ordinal), line.LastIndexOf('>'));
        var address = open >= 0 && close > open ? line[(open + 1)..close] : "";
        if (!_hasSender)
        {
            return "503 5.5.1 MAIL first";
        }

        if (_recipients.Count == MaxRecipients)
        {
            return "452 4.5.3 Too many recipients";
        }

        if (accounts.FirstOrDefault(account => account.User.Equals(address, StringComparison.OrdinalIgnoreCase)) is not { } account)
        {
            return $"550 5.1.1 Nothing leaves the sandbox; it delivers to {string.Join(", ", accounts.Select(known => known.User))}";
        }

        _recipients.Add(account);
        return "250 2.1.5 OK";
    }

    private async Task<string> TakeAsync(CancellationToken cancellationToken)
    {
        await SayAsync("354 Go on", cancellationToken);
        var message = new ArrayBufferWriter<byte>();
        message.Write("Received: by sandbox.example with ESMTPSA\r\n"u8);
        while (true)
        {
            var line = await ReadLineAsync(cancellationToken) ?? throw new EndOfStreamException();
            if (line is [(byte)'.'])
            {
                break;
            }

            if (message.WrittenCount > MaxMessage)
            {
                continue;
            }

            message.Write(line is [(byte)'.', ..] ? line.AsSpan(1) : line);
            message.Write("\r\n"u8);
        }

        var recipients = _recipients.Distinct().ToArray();
        Forget();
        if (message.WrittenCount > MaxMessage)
        {
            return "552 5.3.4 The message is too large";
        }

        foreach (var account in recipients)
        {
            account.Inbox.Append(message.WrittenMemory.ToArray());
        }

        return "250 2.0.0 Delivered";
    }

    private void Forget()
    {
        _recipients.Clear();
        _hasSender = false;
    }

    private async Task SayAsync(string line, CancellationToken cancellationToken) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), cancellationToken);

    /// <summary>A line without its end; null when the client has disconnected.</summary>
    private async Task<byte[]?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _input.ReadAsync(cancellationToken);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = read.Buffer.Slice(0, end).ToArray();
                _input.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line is [.., (byte)'\r'] ? line[..^1] : line;
            }

            if (read.IsCompleted || read.Buffer.Length > MaxLine)
            {
                return null;
            }

            _input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
