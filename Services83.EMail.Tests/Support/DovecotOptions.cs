namespace Services83.EMail.Tests.Support;

/// <summary>What a test may want different about its Dovecot.</summary>
public sealed record DovecotOptions
{
    /// <summary>Replaces the capabilities that are announced; null leaves Dovecot's own. Dovecot still understands all commands.</summary>
    public string? Capabilities { get; init; }

    /// <summary>Character between levels of mailbox names.</summary>
    public char Separator { get; init; } = '/';

    /// <summary>What the names of all mailboxes but INBOX begin with, such as <c>INBOX.</c>; ends with the separator.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Keeps what both sides sent, one pair of files per session, see <see cref="DovecotServer.RawLogFolder"/>.</summary>
    public bool RawLog { get; init; }

    /// <summary>The key that signs the access tokens of users; if it is null, Dovecot offers no login by token.</summary>
    public byte[]? TokenKey { get; init; }

    /// <summary>The mechanisms that take a token.</summary>
    public string TokenMechanisms { get; init; } = "oauthbearer xoauth2";

    /// <summary>How many users there are: user001 and so on.</summary>
    public int Users { get; init; } = 20;
}
