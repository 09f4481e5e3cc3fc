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

    /// <summary>The key that signs the access tokens of users (HS256).</summary>
    public byte[]? TokenKey { get; init; }

    /// <summary>The address where Dovecot asks about a token (RFC 7662); if it is null, Dovecot does not ask.</summary>
    public string? Introspection { get; init; }

    /// <summary>The public key of the signer of access tokens in PEM, with its id; for RS256.</summary>
    public (string Id, string Pem)? TokenSigner { get; init; }

    /// <summary>Whether users can log in by a token.</summary>
    public bool TakesTokens => TokenKey is not null || Introspection is not null || TokenSigner is not null;

    /// <summary>The mechanisms that take a token.</summary>
    public string TokenMechanisms { get; init; } = "oauthbearer xoauth2";

    /// <summary>How many users there are: user001 and so on.</summary>
    public int Users { get; init; } = 20;
}
