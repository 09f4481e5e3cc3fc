using System.Buffers.Text;
using System.Net.Security;
using System.Text;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Lines;

/// <summary>What the sessions of a server share.</summary>
/// <param name="Mailboxes">Has the users, the certificate and the rule whether passwords need TLS.</param>
internal sealed record LineServer(SandboxImapServer Mailboxes, SandboxFaults Faults, SandboxLog Log);

/// <summary>
/// One connection of a protocol whose commands are lines (SMTP, POP3): reads commands, applies the script of faults, logs in, switches to TLS.
/// </summary>
internal abstract class LineSession : ISandboxSession
{
    private readonly LineServer _server;
    private readonly FaultRun _faults;
    private readonly int _number;
    private Stream _stream;

    protected LineSession(LineServer server, Stream stream, int number, bool isTls)
    {
        _server = server;
        _faults = new FaultRun(server.Faults, Bye);
        _number = number;
        _stream = stream;
        IsTls = isTls;
        Reader = new CommandReader(stream);
        Writer = WriterTo(stream);
    }

    public string? User => Account?.User;

    protected CommandReader Reader { get; private set; }

    protected ResponseWriter Writer { get; private set; }

    protected bool IsTls { get; private set; }

    protected SandboxAccount? Account { get; private set; }

    /// <summary>Set by the command that starts TLS; TLS begins after the reply was sent.</summary>
    protected bool WantsTls { get; set; }

    /// <summary>Set by the command that ends the session after its reply.</summary>
    protected bool IsClosing { get; set; }

    protected bool MayLogIn => IsTls || !_server.Mailboxes.Options.RequireTls;

    protected abstract string Greeting { get; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (IsTls)
            {
                await UpgradeToTlsAsync(cancellationToken);
            }

            await ReplyAsync(SandboxFaults.Greeting, "", () => Task.FromResult(Greeting), cancellationToken);
            while (!IsClosing && await Reader.ReadLineAsync(cancellationToken) is { } line)
            {
                await ExecuteAsync(line, cancellationToken);
                if (WantsTls && !IsTls)
                {
                    await UpgradeToTlsAsync(cancellationToken);
                }
            }
        }
        finally
        {
            if (User is { } user)
            {
                _server.Log.LoggedOut(user);
            }

            await _stream.DisposeAsync();
        }
    }

    /// <summary>Executes a command and returns the last line of its reply.</summary>
    /// <exception cref="CommandRefusedException">The command is refused.</exception>
    protected abstract Task<string> AnswerAsync(string verb, string line, CancellationToken cancellationToken);

    /// <summary>A refusal in the words of the protocol.</summary>
    protected abstract string Refusal(string command, CommandRefusedException refused);

    /// <summary>The line with which the server closes the connection.</summary>
    protected abstract string Bye(string text);

    /// <summary>The line that asks for the next part of a login; the challenge is in base64.</summary>
    protected abstract string Ask(string challenge);

    /// <summary>Applies the script to a command, then runs it; the result is the last line of the reply.</summary>
    protected async Task<string> RunAsync(string command, string line, Func<Task<string>> run, CancellationToken cancellationToken)
    {
        try
        {
            var executeThenDrop = await StrikeAsync(command, User, line, cancellationToken);
            var reply = await run();
            return executeThenDrop ? throw new ConnectionDroppedException("Dropped after execution") : reply;
        }
        catch (CommandRefusedException refused)
        {
            return Refusal(command, refused);
        }
    }

    /// <summary>Logs in by SASL: PLAIN (RFC 4616) or LOGIN.</summary>
    /// <param name="line">The command with the mechanism and, for PLAIN, perhaps the initial response.</param>
    protected async Task AuthenticateAsync(string line, CancellationToken cancellationToken)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words.ElementAtOrDefault(1)?.ToUpperInvariant())
        {
            case "PLAIN":
                var parts = (words.Length > 2 ? Decode(words[2]) : await AskAsync("", cancellationToken)).Split('\0');
                await (parts.Length == 3 ? LogInAsync(parts[1], parts[2], cancellationToken) : throw CommandRefusedException.Bad("Invalid SASL PLAIN response"));
                break;
            case "LOGIN":
                var user = words.Length > 2 ? Decode(words[2]) : await AskAsync("VXNlcm5hbWU6", cancellationToken);
                await LogInAsync(user, await AskAsync("UGFzc3dvcmQ6", cancellationToken), cancellationToken);
                break;
            default:
                throw CommandRefusedException.Bad("Unsupported authentication mechanism");
        }
    }

    /// <summary>Checks a password and opens the account.</summary>
    protected async Task LogInAsync(string user, string password, CancellationToken cancellationToken)
    {
        await StrikeAsync(SandboxFaults.Authentication, user, "", cancellationToken);
        if (!MayLogIn)
        {
            throw CommandRefusedException.No("Passwords need TLS");
        }

        Account = _server.Mailboxes.FindAccount(user, password) ?? throw CommandRefusedException.No("Wrong user or password");
        _server.Log.LoggedIn(user);
    }

    private Task ExecuteAsync(string line, CancellationToken cancellationToken)
    {
        var verb = line.Split(' ')[0].ToUpperInvariant();
        var masked = verb is "PASS" or "AUTH" ? $"{verb} ***" : line;
        _server.Log.Add(new SandboxLogEntry(_number, User, verb, masked));
        return ReplyAsync(verb, masked, () => AnswerAsync(verb, line, cancellationToken), cancellationToken);
    }

    private async Task ReplyAsync(string command, string line, Func<Task<string>> run, CancellationToken cancellationToken)
    {
        await Writer.LineAsync(await RunAsync(command, line, run, cancellationToken), cancellationToken);
        await Writer.EndReplyAsync(cancellationToken);
    }

    private Task<bool> StrikeAsync(string command, string? user, string line, CancellationToken cancellationToken) =>
        _faults.StrikeAsync(Reader, Writer, new FaultMoment(command, user, line), cancellationToken);

    private async Task<string> AskAsync(string challenge, CancellationToken cancellationToken)
    {
        await Writer.LineAsync(Ask(challenge), cancellationToken);
        await Writer.FlushAsync(cancellationToken);
        var answer = await Reader.ReadLineAsync(cancellationToken) ?? throw new ConnectionDroppedException("Client left");
        return answer == "*" ? throw CommandRefusedException.Bad("Authentication cancelled") : Decode(answer);
    }

    private static string Decode(string base64) => base64 == "=" ? ""
        : Base64.IsValid(base64) ? Encoding.UTF8.GetString(Convert.FromBase64String(base64))
        : throw CommandRefusedException.Bad("Invalid base64");

    private async Task UpgradeToTlsAsync(CancellationToken cancellationToken)
    {
        await StrikeAsync(SandboxFaults.TlsHandshake, null, "", cancellationToken);
        var tls = new SslStream(_stream);
        _stream = tls;
        await tls.AuthenticateAsServerAsync(_server.Mailboxes.Tls, cancellationToken);
        // A new reader: bytes that came before the handshake must not be taken for bytes that TLS protects.
        Reader = new CommandReader(tls);
        Writer = WriterTo(tls);
        IsTls = true;
        WantsTls = false;
    }

    private ResponseWriter WriterTo(Stream stream) => new(stream) { HangAsync = token => Reader.DrainAsync(token) };
}
