using System.Net;
using Services83.EMail.Mail.Imap.Transport;

namespace Services83.EMail.Mail.Imap;

/// <summary>How a connection is protected.</summary>
public enum ImapSecurity
{
    /// <summary>Cleartext, for tests and trusted lines.</summary>
    None,

    /// <summary>Cleartext until STARTTLS; refused when the server does not offer it (RFC 3501, 6.2.1).</summary>
    StartTls,

    /// <summary>TLS from the first octet (RFC 8314).</summary>
    Tls,
}

/// <summary>Where to connect, whom to trust, and how much the server may ask of us.</summary>
public sealed record ImapConnectionOptions
{
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(29);

    private readonly TimeSpan _idleRenewal = TimeSpan.FromMinutes(15);

    /// <summary>Host name or address; the name that the certificate has to show.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port, 1 to 65535; 993 for TLS, 143 for the others by convention.</summary>
    public int Port { get; init; } = 993;

    public ImapSecurity Security { get; init; } = ImapSecurity.Tls;

    /// <summary>Whether credentials may be sent over a line that is not encrypted.</summary>
    public bool AllowCleartextLogin { get; init; }

    /// <summary>Which server certificates are accepted.</summary>
    public TlsTrust Trust { get; init; } = TlsTrust.System;

    /// <summary>Limit for connecting, the TLS handshake and the greeting together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest silence of the server while an answer is due, and longest time that one write may take.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Longest time that one command may spend waiting for the server. It grows by <see cref="MinimumRate"/>, so a large answer may take
    /// longer and a trickling one may not. What the caller does between answers does not count.
    /// </summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Octets that buy a command another second beyond <see cref="CommandTimeout"/>; 1 or more.</summary>
    public int MinimumRate { get; init; } = 1024;

    /// <summary>
    /// How long one IDLE may last before it is renewed, at most 29 minutes (RFC 2177). A dead line is noticed then, and boxes in between
    /// that forget quiet connections are kept awake.
    /// </summary>
    public TimeSpan IdleRenewal
    {
        get => _idleRenewal;
        init => _idleRenewal = value > TimeSpan.Zero && value <= LongestIdle
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"IDLE has to be renewed within {LongestIdle.TotalMinutes} minutes.");
    }

    /// <summary>How often to ask a server without IDLE whether something changed.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The clock of all that waits while a command or IDLE is under way.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Most octets of one response without its literals. Real servers send lines of nearly a megabyte.</summary>
    public int MaxLineLength { get; init; } = 8 * 1024 * 1024;

    /// <summary>Most octets of all literals of one response together.</summary>
    public long MaxLiteralBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Octets of literals of one response that are kept in memory; what exceeds it goes to temporary files.</summary>
    public int InMemoryLiteralLimit { get; init; } = 1024 * 1024;

    /// <summary>Folder of those temporary files.</summary>
    public string TempDirectory { get; init; } = Path.GetTempPath();

    /// <summary>
    /// Opens the byte stream instead of a plain TCP connection, for rules about which addresses may be reached. It must not return
    /// before the connection stands.
    /// </summary>
    public Func<DnsEndPoint, CancellationToken, ValueTask<Stream>>? ConnectCallback { get; init; }

    /// <summary>Receives the protocol lines at level Trace and the server's alerts at level Warning, secrets masked.</summary>
    public ILogger? Logger { get; init; }
}
