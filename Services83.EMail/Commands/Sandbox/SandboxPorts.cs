namespace Services83.EMail.Commands.Sandbox;

/// <summary>The ports of the sandbox's servers on the loopback address; 0 takes a free one.</summary>
internal sealed record SandboxPorts(int Imap, int ImapTls, int Smtp, int SmtpTls, int Pop3, int Pop3Tls, int Control)
{
    /// <summary>A thousand above the usual ports, which only the system's own servers may use.</summary>
    public static SandboxPorts Fixed { get; } = new(1143, 1993, 1587, 1465, 1110, 1995, 8084);

    public static SandboxPorts Free { get; } = new(0, 0, 0, 0, 0, 0, 0);
}
