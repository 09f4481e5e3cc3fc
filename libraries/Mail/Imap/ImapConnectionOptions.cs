using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Mail.Imap;

/// <summary>The server, the trusted certificates, and the limits for the server's data. The default port is 993.</summary>
public sealed record ImapConnectionOptions : LineOptions
{
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(29);

    private readonly TimeSpan _idleRenewal = TimeSpan.FromMinutes(15);

    public ImapConnectionOptions() => Port = 993;

    /// <summary>
    /// How long one IDLE may last before it is renewed, at most 29 minutes (RFC 2177). The renewal finds a dead connection, and keeps the
    /// connection known to network devices that forget idle ones.
    /// </summary>
    public TimeSpan IdleRenewal
    {
        get => _idleRenewal;
        init => _idleRenewal = value > TimeSpan.Zero && value <= LongestIdle
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"IDLE must be renewed within {LongestIdle.TotalMinutes} minutes.");
    }

    /// <summary>How often a server without IDLE is asked for changes.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Most bytes of one response without its literals. Real servers send lines of nearly a megabyte.</summary>
    public int MaxLineLength { get; init; } = 8 * 1024 * 1024;

    /// <summary>Most bytes of all literals of one response together.</summary>
    public long MaxLiteralBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>
    /// Most messages of a mailbox and most mailboxes of an account, each 1 or more. If a server sends more responses during a command than
    /// these numbers allow, the connection is closed.
    /// </summary>
    public int MaxMessages { get; init; } = 1_000_000;

    /// <inheritdoc cref="MaxMessages"/>
    public int MaxMailboxes { get; init; } = 100_000;

    /// <summary>Bytes of literals of one response that are kept in memory; the rest goes to temporary files.</summary>
    public int InMemoryLiteralLimit { get; init; } = 1024 * 1024;

    /// <summary>Folder of those temporary files.</summary>
    public string TempDirectory { get; init; } = Path.GetTempPath();
}
