namespace Services83.EMail.Sandbox;

/// <summary>
/// One rule of the script: what the server does when a given command comes. The methods can be combined, for example
/// <c>Untagged(…).DelayUntil(…).DropLine()</c>; delay and untagged lines always come first.
/// </summary>
public sealed class SandboxFault
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _command;
    private readonly int? _nth;
    private int _seen;
    private int _hits;

    /// <param name="nth">The occurrence to which the rule applies, from 1, or null for every one.</param>
    internal SandboxFault(string command, int? nth)
    {
        _command = command.ToUpperInvariant();
        _nth = nth;
    }

    /// <summary>Completes when the rule was applied for the first time, before its own delay.</summary>
    public Task Reached => _reached.Task;

    /// <summary>How often the rule was applied.</summary>
    public int Hits => Volatile.Read(ref _hits);

    internal string? User { get; private set; }

    internal string? Fragment { get; private set; }

    internal Func<CancellationToken, Task> Gate { get; private set; } = _ => Task.CompletedTask;

    internal List<string> UntaggedLines { get; } = [];

    internal FaultOutcome Outcome { get; private set; }

    internal string Text { get; private set; } = "";

    internal LiteralCut? Cut { get; private set; }

    internal Func<string, string>? Rewriter { get; private set; }

    /// <summary>Limits the rule to the sessions of one user.</summary>
    public SandboxFault For(string user)
    {
        User = user;
        return this;
    }

    /// <summary>Limits the rule to commands whose line holds this text, for example a folder's name as it is on the wire.</summary>
    public SandboxFault Containing(string text)
    {
        Fragment = text;
        return this;
    }

    /// <summary>Delays the command until the test completes the task; then the command continues.</summary>
    public SandboxFault DelayUntil(Task released)
    {
        Gate = released.WaitAsync;
        return this;
    }

    /// <summary>Delays each command to which the rule applies; then the command continues.</summary>
    public SandboxFault DelayFor(TimeSpan delay, TimeProvider clock)
    {
        Gate = cancellationToken => Task.Delay(delay, clock, cancellationToken);
        return this;
    }

    /// <summary>Sends a line before the reply, for example <c>* BAD Invalid tag</c>. Characters up to U+00FF are sent as that
    /// byte.</summary>
    public SandboxFault Untagged(string line)
    {
        UntaggedLines.Add(line);
        return this;
    }

    /// <summary>Sends bytes before the reply that are not valid IMAP.</summary>
    public SandboxFault Corrupt() => Untagged("* 1 FETCH (UID )(\0\u00FF \"unfinished");

    /// <summary>Changes every line of the reply (also the part of a line up to a literal), to simulate a server that sends wrong
    /// data.</summary>
    public SandboxFault Rewrite(Func<string, string> rewrite)
    {
        Rewriter = rewrite;
        return this;
    }

    /// <summary>Closes the connection without a reply; the command is not executed.</summary>
    public SandboxFault DropLine() => Ends(FaultOutcome.Drop);

    /// <summary>Executes the command, then closes the connection without any reply, so that the client does not know the result.</summary>
    public SandboxFault ExecuteThenDropLine() => Ends(FaultOutcome.ExecuteThenDrop);

    /// <summary>Never answers; the command is not executed. Ends when the client disconnects.</summary>
    public SandboxFault Hang() => Ends(FaultOutcome.Hang);

    /// <summary>Closes the connection inside a literal of the reply, as a server with a damaged message does.</summary>
    /// <param name="afterBytes">How many bytes of the literal are still sent.</param>
    /// <param name="literal">Which literal of the reply, from 1.</param>
    public SandboxFault CloseInsideLiteral(int afterBytes, int literal = 1) => Cuts(new LiteralCut(literal, afterBytes, ThenHang: false));

    /// <summary>As <see cref="CloseInsideLiteral"/>, but the connection stays open and nothing more is sent.</summary>
    public SandboxFault HangInsideLiteral(int afterBytes, int literal = 1) => Cuts(new LiteralCut(literal, afterBytes, ThenHang: true));

    /// <summary>Refuses the command. The text may start with a response code such as <c>[UNAVAILABLE]</c>.</summary>
    public SandboxFault ReplyNo(string text) => Ends(FaultOutcome.No, text);

    public SandboxFault ReplyBad(string text = "Error in IMAP command") => Ends(FaultOutcome.Bad, text);

    /// <summary>Says BYE and closes the connection; the command is not executed.</summary>
    public SandboxFault Bye(string text) => Ends(FaultOutcome.Bye, text);

    /// <summary>Counts an occurrence; true when the rule applies to this one.</summary>
    internal bool Strikes(string command, string? user, string line)
    {
        var matches = _command == command || (_command == SandboxFaults.AnyCommand && !SandboxFaults.IsMoment(command));
        if (!matches || (User is not null && User != user))
        {
            return false;
        }

        if (Fragment is not null && !line.Contains(Fragment, StringComparison.Ordinal))
        {
            return false;
        }

        if (Interlocked.Increment(ref _seen) != _nth && _nth is not null)
        {
            return false;
        }

        Interlocked.Increment(ref _hits);
        _reached.TrySetResult();
        return true;
    }

    private SandboxFault Ends(FaultOutcome outcome, string text = "")
    {
        Outcome = outcome;
        Text = text;
        return this;
    }

    private SandboxFault Cuts(LiteralCut cut)
    {
        Cut = cut;
        return this;
    }
}

internal enum FaultOutcome
{
    Execute,
    ExecuteThenDrop,
    Drop,
    Hang,
    No,
    Bad,
    Bye,
}

/// <summary>Where a reply is cut: inside which of its literals, after how many bytes, and what happens then.</summary>
internal sealed record LiteralCut(int Literal, int AfterBytes, bool ThenHang);
