namespace Services83.EMail.Sandbox;

/// <summary>How a sandbox server is set up. It always binds to the loopback address only.</summary>
public sealed record SandboxOptions
{
    public IReadOnlyList<SandboxAccount> Accounts { get; init; } = [];

    /// <summary>Port for IMAP with STARTTLS; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Port for IMAP inside TLS from the first octet; 0 takes a free one.</summary>
    public int TlsPort { get; init; }

    /// <summary>Host that the self-signed certificate is made out to; another one than the client asks for plays a mismatch.</summary>
    public string CertificateHost { get; init; } = "localhost";

    /// <summary>Refuses passwords on a connection without TLS (LOGINDISABLED).</summary>
    public bool RequireTls { get; init; }

    /// <summary>What the server says it can do after login, and does; commands of other extensions are answered with BAD.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = SandboxCapabilities.Full;

    /// <summary>Dates the certificate.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>Sets of capabilities that real servers come with.</summary>
public static class SandboxCapabilities
{
    /// <summary>A plain RFC 3501 server, with no more than the extensions without which hardly any server is found.</summary>
    public static IReadOnlyList<string> Basic { get; } =
        ["IMAP4rev1", "LITERAL+", "SASL-IR", "ID", "IDLE", "NAMESPACE", "CHILDREN", "UNSELECT"];

    /// <summary>As <see cref="Basic"/>, with mod-sequences (CONDSTORE) but no quick resynchronisation.</summary>
    public static IReadOnlyList<string> CondstoreOnly { get; } =
        [.. Basic, "ENABLE", "UIDPLUS", "MOVE", "SPECIAL-USE", "LIST-EXTENDED", "LIST-STATUS", "CONDSTORE"];

    /// <summary>Everything that the sandbox knows.</summary>
    public static IReadOnlyList<string> Full { get; } = [.. CondstoreOnly, "QRESYNC", "OBJECTID"];
}
