using Services83.EMail.Sandbox.Lines;
using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Smtp;

/// <summary>The dialogue with one client.</summary>
internal sealed class SmtpSession(SandboxSmtpServer smtp, LineServer server, Stream stream, int number, bool isTls)
    : LineSession(server, stream, number, isTls)
{
    private const int MaxMessage = 64 << 20;
    private const int MaxRecipients = 1000;

    private readonly List<string> _recipients = [];
    private string? _sender;

    protected override string Greeting => "220 sandbox.example ready";

    protected override async Task<string> AnswerAsync(string verb, string line, CancellationToken cancellationToken)
    {
        switch (verb)
        {
            case "EHLO":
                return await GreetAsync(cancellationToken);
            case "HELO":
                return "250 sandbox.example";
            case "STARTTLS" when !IsTls:
                Forget();
                WantsTls = true;
                return "220 2.0.0 Begin TLS";
            case "AUTH" when Account is not null:
                return "503 5.5.1 Already logged in";
            case "AUTH":
                await AuthenticateAsync(line, cancellationToken);
                return "235 2.7.0 Welcome";
            case "MAIL" or "RCPT" or "DATA" when Account is null:
                return "530 5.7.0 Log in first";
            case "MAIL":
                Forget();
                _sender = AddressIn(line);
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
                IsClosing = true;
                return "221 2.0.0 Bye";
            default:
                return "502 5.5.1 The sandbox does not know this command";
        }
    }

    protected override string Refusal(string command, CommandRefusedException refused)
    {
        var text = refused.Text;
        if (text.Length > 3 && text[..3].All(char.IsAsciiDigit) && text[3] == ' ')
        {
            return text;
        }

        return (command, refused.IsBad) switch
        {
            ("AUTH", true) => $"504 5.5.4 {text}",
            ("AUTH", false) => $"535 5.7.8 {text}",
            (_, true) => $"500 5.5.2 {text}",
            (_, false) => $"451 4.3.0 {text}",
        };
    }

    protected override string Bye(string text) => $"421 4.3.2 {text}";

    protected override string Ask(string challenge) => $"334 {challenge}";

    private async Task<string> GreetAsync(CancellationToken cancellationToken)
    {
        string[] lines = ["sandbox.example", "PIPELINING", $"SIZE {MaxMessage}", "8BITMIME", "SMTPUTF8", .. IsTls ? (string[])[] : ["STARTTLS"]];
        foreach (var line in MayLogIn ? lines : lines[..^1])
        {
            await Writer.LineAsync($"250-{line}", cancellationToken);
        }

        return MayLogIn ? "250 AUTH PLAIN LOGIN" : $"250 {lines[^1]}";
    }

    private string AddRecipient(string line)
    {
        if (_sender is null)
        {
            return "503 5.5.1 MAIL first";
        }

        if (_recipients.Count == MaxRecipients)
        {
            return "452 4.5.3 Too many recipients";
        }

        var address = AddressIn(line);
        if (MailboxOf(address) is null && !(smtp.Options.AcceptsStrangers && address.Contains('@', StringComparison.Ordinal)))
        {
            return $"550 5.1.1 Nothing leaves the sandbox; it delivers to {string.Join(", ", smtp.Mailboxes.Accounts.Select(known => known.User))}";
        }

        _recipients.Add(address);
        return "250 2.1.5 OK";
    }

    private async Task<string> TakeAsync(CancellationToken cancellationToken)
    {
        await Writer.LineAsync("354 Go on", cancellationToken);
        await Writer.FlushAsync(cancellationToken);
        var message = await ReadMessageAsync(cancellationToken);
        return await RunAsync(SandboxSmtpServer.EndOfData, "", () => Task.FromResult(Deliver(message)), cancellationToken);
    }

    /// <summary>Null for a message that is too large.</summary>
    private async Task<byte[]?> ReadMessageAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        using var line = new MemoryStream();
        while (true)
        {
            line.SetLength(0);
            if (!await Reader.ReadLineAsync(line, cancellationToken))
            {
                throw new ConnectionDroppedException("Client left");
            }

            var octets = line.GetBuffer().AsSpan(0, (int)line.Length);
            if (octets is [(byte)'.'])
            {
                return message.Length > MaxMessage ? null : message.ToArray();
            }

            if (message.Length <= MaxMessage)
            {
                message.Write(octets is [(byte)'.', ..] ? octets[1..] : octets);
                message.Write("\r\n"u8);
            }
        }
    }

    private string Deliver(byte[]? message)
    {
        var (sender, recipients) = (_sender!, _recipients.ToArray());
        Forget();
        if (message is null)
        {
            return "552 5.3.4 The message is too large";
        }

        smtp.Sent.Add(Account!.User, sender, recipients, message);
        byte[] delivered = [.. "Received: by sandbox.example with ESMTPSA\r\n"u8, .. message];
        foreach (var mailbox in recipients.Select(MailboxOf).OfType<SandboxAccount>().Distinct())
        {
            mailbox.Inbox.Append(delivered);
        }

        return "250 2.0.0 Delivered";
    }

    private SandboxAccount? MailboxOf(string address) =>
        smtp.Mailboxes.Accounts.FirstOrDefault(account => account.User.Equals(address, StringComparison.OrdinalIgnoreCase));

    private void Forget()
    {
        _recipients.Clear();
        _sender = null;
    }

    private static string AddressIn(string line)
    {
        var (open, close) = (line.IndexOf('<', StringComparison.Ordinal), line.LastIndexOf('>'));
        return open >= 0 && close > open ? line[(open + 1)..close] : "";
    }
}
