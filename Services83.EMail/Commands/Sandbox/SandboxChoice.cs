using Services83.EMail.Commands.Demo;

namespace Services83.EMail.Commands.Sandbox;

/// <summary>What a sandbox is to be like.</summary>
/// <param name="Owners">Makes the users with their mailboxes, the same at each call.</param>
/// <param name="Capabilities">Those of the IMAP server.</param>
/// <param name="Ports">Where the servers listen.</param>
/// <param name="FrontSettings">The settings of the program in front of the mail servers; null for none.</param>
internal sealed record SandboxChoice(
    Func<IReadOnlyList<DemoOwner>> Owners, IReadOnlyList<string> Capabilities, SandboxPorts Ports, string[]? FrontSettings)
{
    /// <summary>The time at which generated mailboxes are, unless the user says otherwise.</summary>
    public static DateTimeOffset DefaultNow { get; } = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
}
