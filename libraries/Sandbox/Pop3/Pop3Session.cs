using System.Globalization;
using Services83.EMail.Sandbox.Lines;
using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Pop3;

/// <summary>The dialogue with one client. It sees the inbox as it was at the login.</summary>
internal sealed class Pop3Session(LineServer server, Stream stream, int number, bool isTls) : LineSession(server, stream, number, isTls)
{
    private readonly HashSet<uint> _deleted = [];
    private IReadOnlyList<SandboxMessage> _messages = [];
    private uint _uidValidity;
    private string _name = "";

    protected override string Greeting => "+OK Sandbox ready.";

    private IEnumerable<(int Number, SandboxMessage Message)> Present =>
        _messages.Select((message, index) => (index + 1, message)).Where(entry => !_deleted.Contains(entry.message.Uid));

    protected override Task<string> AnswerAsync(string verb, string line, CancellationToken cancellationToken)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
        return (verb, Account) switch
        {
            ("CAPA", _) => ListAsync("+OK", Capabilities(), cancellationToken),
            ("NOOP", _) => Task.FromResult("+OK"),
            ("QUIT", _) => Task.FromResult(Quit()),
            (_, null) => EnterAsync(verb, line, cancellationToken),
            ("STAT", _) => Task.FromResult($"+OK {Present.Count()} {Present.Sum(entry => entry.Message.Raw.Length)}"),
            ("LIST", _) => TellAsync(words, message => Number(message.Raw.Length), cancellationToken),
            ("UIDL", _) => TellAsync(words, message => $"{message.Uid:x8}{_uidValidity:x8}", cancellationToken),
            ("RETR", _) => SendAsync(Message(words), int.MaxValue, cancellationToken),
            ("TOP", _) => SendAsync(Message(words), Count(words.ElementAtOrDefault(1)), cancellationToken),
            ("DELE", _) => Task.FromResult(Delete(Message(words))),
            ("RSET", _) => Task.FromResult(Reset()),
            _ => throw CommandRefusedException.Bad("The sandbox does not know this command"),
        };
    }

    protected override string Refusal(string command, CommandRefusedException refused) =>
        refused.Text.StartsWith('[') || command is not ("PASS" or "AUTH") ? $"-ERR {refused.Text}" : $"-ERR [AUTH] {refused.Text}";

    protected override string Bye(string text) => $"-ERR [SYS/TEMP] {text}";

    protected override string Ask(string challenge) => $"+ {challenge}";

    private string[] Capabilities()
    {
        string[] capabilities = ["TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING"];
        return [.. capabilities, .. IsTls ? (string[])[] : ["STLS"], .. MayLogIn ? (string[])["USER", "SASL PLAIN LOGIN"] : []];
    }

    private async Task<string> EnterAsync(string verb, string line, CancellationToken cancellationToken)
    {
        switch (verb)
        {
            case "STLS" when !IsTls:
                WantsTls = true;
                return "+OK Begin TLS";
            case "USER":
                _name = line[4..].Trim();
                return "+OK";
            case "PASS":
                // All that follows the blank: a password may contain blanks.
                await LogInAsync(_name, line.Length > 5 ? line[5..] : "", cancellationToken);
                return Open();
            case "AUTH":
                await AuthenticateAsync(line, cancellationToken);
                return Open();
            default:
                throw CommandRefusedException.Bad("Log in first");
        }
    }

    private string Open()
    {
        var inbox = Account!.Inbox.Snapshot();
        (_messages, _uidValidity) = (inbox.Messages, inbox.UidValidity);
        return "+OK Logged in.";
    }

    private string Quit()
    {
        IsClosing = true;
        Account?.Inbox.Expunge(_deleted);
        return "+OK Bye";
    }

    private string Delete(SandboxMessage message)
    {
        _deleted.Add(message.Uid);
        return "+OK Marked to be deleted.";
    }

    private string Reset()
    {
        _deleted.Clear();
        return "+OK";
    }

    /// <summary>One line for the named message, or one for each.</summary>
    private Task<string> TellAsync(string[] words, Func<SandboxMessage, string> tell, CancellationToken cancellationToken) => words.Length == 0
        ? ListAsync("+OK", Present.Select(entry => $"{entry.Number} {tell(entry.Message)}"), cancellationToken)
        : Task.FromResult($"+OK {Count(words[0])} {tell(Message(words))}");

    private async Task<string> ListAsync(string first, IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        await Writer.LineAsync(first, cancellationToken);
        foreach (var line in lines)
        {
            await Writer.LineAsync(line, cancellationToken);
        }

        return ".";
    }

    private async Task<string> SendAsync(SandboxMessage message, int bodyLines, CancellationToken cancellationToken)
    {
        await Writer.LineAsync($"+OK {message.Raw.Length} octets", cancellationToken);
        await Writer.ContentAsync(DotStuffing.Apply(message.Raw.Span, bodyLines), cancellationToken);
        return ".";
    }

    private SandboxMessage Message(string[] words)
    {
        var wanted = Count(words.FirstOrDefault());
        return wanted >= 1 && wanted <= _messages.Count && !_deleted.Contains(_messages[wanted - 1].Uid)
            ? _messages[wanted - 1]
            : throw CommandRefusedException.No("There is no such message");
    }

    private static int Count(string? word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        ? count
        : throw CommandRefusedException.Bad("A number is missing");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
