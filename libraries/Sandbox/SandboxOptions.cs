namespace Services83.EMail.Sandbox;

/// <summary>The options of a sandbox server. It always binds to the loopback address only.</summary>
public sealed record SandboxOptions
{
    public IReadOnlyList<SandboxAccount> Accounts { get; init; } = [];

    /// <summary>Port for IMAP with STARTTLS; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Port for IMAP inside TLS from the first byte; 0 takes a free one.</summary>
    public int TlsPort { get; init; }

    /// <summary>Host name in the self-signed certificate; use another name than the client's to simulate a mismatch.</summary>
    public string CertificateHost { get; init; } = "localhost";

    /// <summary>Refuses passwords on a connection without TLS (LOGINDISABLED).</summary>
    public bool RequireTls { get; init; }

    /// <summary>The server's capabilities after login; commands of other extensions are answered with BAD.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = SandboxCapabilities.Full;

    /// <summary>The clock for the dates of the certificate.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>Typical sets of capabilities of real servers.</summary>
public static class SandboxCapabilities
{
    /// <summary>A plain RFC 3501 server, with only the extensions that nearly every server has.</summary>
    public static IReadOnlyList<string> Basic { get; } =
        ["IMAP4rev1", "LITERAL+", "SASL-IR", "ID", "IDLE", "NAMESPACE", "CHILDREN", "UNSELECT"];

    /// <summary>As <see cref="Basic"/>, with mod-sequences (CONDSTORE) but no quick resynchronisation.</summary>
    public static IReadOnlyList<string> CondstoreOnly { get; } =
        [.. Basic, "ENABLE", "UIDPLUS", "MOVE", "SPECIAL-USE", "LIST-EXTENDED", "LIST-STATUS", "CONDSTORE"];

    /// <summary>As Gmail: mod-sequences, and an id of each message that is the same in all folders (X-GM-MSGID).</summary>
    public static IReadOnlyList<string> Gmail { get; } = [.. CondstoreOnly, "X-GM-EXT-1"];

    /// <summary>All standard capabilities of the sandbox.</summary>
    public static IReadOnlyList<string> Full { get; } = [.. CondstoreOnly, "QRESYNC", "OBJECTID"];
}
