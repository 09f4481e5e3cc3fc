using Services83.EMail.Sandbox;

namespace Services83.EMail.Commands.Sandbox.Control;

/// <summary>A fault as a tester describes it.</summary>
/// <param name="Server"><c>imap</c>, <c>smtp</c> or <c>pop3</c>.</param>
/// <param name="On">The command, such as <c>UID FETCH</c>, <c>*</c> for every one, or a moment: <c>GREETING</c>, <c>TLS HANDSHAKE</c>,
/// <c>AUTHENTICATION</c>, for SMTP also <c>END OF DATA</c>.</param>
/// <param name="Action">What happens; one of <see cref="Actions"/>.</param>
/// <param name="Nth">Which occurrence from now, from 1; null for every one.</param>
/// <param name="User">Only in sessions of this user.</param>
/// <param name="Containing">Only if the line of the command holds this text.</param>
/// <param name="Text">The text of a refusal or a farewell, or the line that <c>lie</c> inserts.</param>
/// <param name="AfterBytes"><c>cut</c> and <c>hang</c> wait until so many bytes of a message are sent.</param>
/// <param name="Replace"><c>lie</c> replaces this text in the lines of the reply …</param>
/// <param name="With">… by this one.</param>
/// <param name="Seconds">How long <c>delay</c> waits, 1 to 600.</param>
internal sealed record FaultRequest(
    string? Server, string? On, string? Action, int? Nth = null, string? User = null, string? Containing = null, string? Text = null,
    int? AfterBytes = null, string? Replace = null, string? With = null, int? Seconds = null)
{
    private const int MaxSeconds = 600;

    /// <summary>What can happen.</summary>
    public static IReadOnlyList<string> Actions { get; } = ["refuse", "hang", "cut", "cut-after", "bye", "lie", "delay"];

    /// <summary>Writes the fault into a rule.</summary>
    /// <exception cref="ControlException">A value is missing or wrong.</exception>
    public void Write(SandboxFault rule)
    {
        _ = User is null ? rule : rule.For(User);
        _ = Containing is null ? rule : rule.Containing(Containing);
        _ = Action switch
        {
            "refuse" => rule.ReplyNo(Text ?? "Refused by the sandbox"),
            "hang" => AfterBytes is { } sent ? rule.HangInsideLiteral(sent) : rule.Hang(),
            "cut" => AfterBytes is { } sent ? rule.CloseInsideLiteral(sent) : rule.DropLine(),
            "cut-after" => rule.ExecuteThenDropLine(),
            "bye" => rule.Bye(Text ?? "Closed by the sandbox"),
            "lie" => Lie(rule),
            "delay" => rule.DelayFor(TimeSpan.FromSeconds(Seconds!.Value), TimeProvider.System),
            _ => throw ControlException.Wrong($"action must be one of {string.Join(", ", Actions)}."),
        };
    }

    /// <exception cref="ControlException">A value is missing or wrong.</exception>
    public void Check()
    {
        Require(On is { Length: > 0 and <= 50 }, "on must name a command, such as UID FETCH, or * for every one.");
        Require(Nth is null or >= 1, "nth counts from 1; leave it out for every occurrence.");
        Require(AfterBytes is null or >= 0, "afterBytes must be 0 or more.");
        Require(Text is null || !Text.AsSpan().ContainsAny('\r', '\n'), "text must be one line.");
        Require(Action is not "delay" || Seconds is >= 1 and <= MaxSeconds, $"delay needs seconds, 1 to {MaxSeconds}.");
        Require(Action is not "lie" || Text is not null || Replace is { Length: > 0 }, "lie needs replace and with, or text.");
    }

    private SandboxFault Lie(SandboxFault rule)
    {
        _ = Text is null ? rule : rule.Untagged(Text);
        return Replace is null ? rule : rule.Rewrite(line => line.Replace(Replace, With ?? "", StringComparison.Ordinal));
    }

    private static void Require(bool isRight, string reason)
    {
        if (!isRight)
        {
            throw ControlException.Wrong(reason);
        }
    }
}
