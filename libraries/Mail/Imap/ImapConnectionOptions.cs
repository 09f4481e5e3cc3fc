using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Mail.Imap;

/// <summary>Where to connect, whom to trust, and how much the server may ask of us. The port is 993 when none is given.</summary>
public sealed record ImapConnectionOptions : LineOptions
{
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(29);

    private readonly TimeSpan _idleRenewal = TimeSpan.FromMinutes(15);

    public ImapConnectionOptions() => Port = 993;

    /// <summary>
    /// How long one IDLE may last before it is renewed, at most 29 minutes (RFC 2177). A dead line is noticed then, and boxes in between
    /// that forget quiet connections are kept awake.
    /// </summary>
    public TimeSpan IdleRenewal
    {
        get => _idleRenewal;
        init => _idleRenewal = value > TimeSpan.Zero && value <= LongestIdle
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"IDLE must be renewed within {LongestIdle.TotalMinutes} minutes.");
    }

    /// <summary>How often to ask a server without IDLE whether something changed.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Most octets of one response without its literals. Real servers send lines of nearly a megabyte.</summary>
    public int MaxLineLength { get; init; } = 8 * 1024 * 1024;

    /// <summary>Most octets of all literals of one response together.</summary>
    public long MaxLiteralBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>
    /// Most messages of a mailbox and most mailboxes of an account, each 1 or more. A server that tells of more than they account for
    /// while a command is under way is not listened to any longer.
    /// </summary>
    public int MaxMessages { get; init; } = 1_000_000;

    /// <inheritdoc cref="MaxMessages"/>
    public int MaxMailboxes { get; init; } = 100_000;

    /// <summary>Octets of literals of one response that are kept in memory; what exceeds it goes to temporary files.</summary>
    public int InMemoryLiteralLimit { get; init; } = 1024 * 1024;

    /// <summary>Folder of those temporary files.</summary>
    public string TempDirectory { get; init; } = Path.GetTempPath();
}
