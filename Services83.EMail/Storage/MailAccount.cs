namespace Services83.EMail.Storage;

/// <summary>An account as the sync engine needs it: the server and the login.</summary>
public sealed record MailAccount
{
    public required int AccountId { get; init; }

    public required int AssociateId { get; init; }

    public required string EmailAddress { get; init; }

    /// <summary>IMAP or POP3.</summary>
    public MailProtocol Protocol { get; init; } = MailProtocol.Imap;

    /// <summary>With POP3: days after which a message that was fetched is deleted on the server, 0 for at once; null for never.</summary>
    public int? DeleteAfterDays { get; init; }

    /// <summary>Bytes of mail that may be cached, 0 for any number; null for as many as the setting says.</summary>
    public long? MaxCacheBytes { get; init; }

    public required MailLogin Incoming { get; init; }
}

/// <summary>How to log in to a mail server.</summary>
public sealed record MailLogin
{
    /// <summary>Host name or address.</summary>
    public required string Server { get; init; }

    /// <summary>1 to 65535.</summary>
    public required int Port { get; init; }

    public required MailSecurity Security { get; init; }

    /// <summary>As the client gave it: empty, or the name of a mechanism such as PLAIN or XOAUTH2.</summary>
    public required string AuthType { get; init; }

    public required string UserName { get; init; }

    /// <summary>The account by whose consent the program gets the access token; null if <see cref="Password"/> is what it logs in
    /// with.</summary>
    public int? ConsentOf { get; init; }

    /// <summary>
    /// Password or token; empty when none is stored. Revealing it throws <see cref="MailServerException"/> when it cannot be decrypted.
    /// </summary>
    public required Secret Password { get; init; }

    /// <summary>Whether the login is by an OAuth 2.0 access token.</summary>
    public bool UsesToken => IsToken(AuthType);

    /// <summary>The <see cref="AuthType"/> of accounts whose access tokens the program gets.</summary>
    public const string OAuth = "OAUTH2";

    internal static bool IsToken(string authType) => authType.Contains("OAUTH", StringComparison.OrdinalIgnoreCase);
}

/// <summary>An account and whose it is.</summary>
public abstract record OwnedAccount
{
    public int AccountId { get; init; }

    public int AssociateId { get; init; }
}

/// <summary>The owner of an account.</summary>
public sealed record AccountOwner : OwnedAccount
{
    /// <summary>Login name of the owner.</summary>
    public string AssociateName { get; init; } = "";

    /// <summary>Whether it is never due; it can still be synced on request.</summary>
    public bool Disabled { get; init; }
}

/// <summary>An account whose sync is requested.</summary>
public sealed record SyncTarget : OwnedAccount
{
    /// <summary>Whether it waits for a complete sync already, so that nothing is left to store.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>The host of its incoming mail in lower case; empty if it waits, because then nobody needs it.</summary>
    public string Host { get; init; } = "";
}
