using Services83.EMail.Storage.Consents;

namespace Services83.EMail.Storage;

/// <summary>State of an account, with the numbers of the contract's <c>AccountStatus</c>.</summary>
public enum AccountStatus
{
    /// <summary>Not synced yet, or changed since.</summary>
    Unknown = 0,
    Deleted = 1,

    /// <summary>The last sync failed for a reason that may disappear by itself.</summary>
    Failing = 2,

    /// <summary>The last sync failed for a reason that somebody must solve.</summary>
    Failed = 3,
    Ok = 4,
}

/// <summary>An account as it is stored, without its passwords.</summary>
public sealed record StoredAccount
{
    public int AccountId { get; init; }

    public int AssociateId { get; init; }

    /// <summary>Login name of the owner.</summary>
    public string AssociateName { get; init; } = "";

    public string EmailAddress { get; init; } = "";

    /// <summary>How its mail is fetched: IMAP or POP3.</summary>
    public MailProtocol Protocol { get; init; } = MailProtocol.Imap;

    /// <inheritdoc cref="MailAccount.DeleteAfterDays" />
    public int? DeleteAfterDays { get; init; }

    /// <inheritdoc cref="MailAccount.MaxCacheBytes" />
    public long? MaxCacheBytes { get; init; }

    public AccountStatus Status { get; init; }

    /// <summary>Failed syncs in a row.</summary>
    public int ErrorCount { get; init; }

    /// <summary>What failed last; empty after a success.</summary>
    public string ErrorReason { get; init; } = "";

    /// <summary>Seconds between two syncs; 0: always due.</summary>
    public int SyncInterval { get; init; }

    /// <summary>When the last sync ended, well or not.</summary>
    public DateTimeOffset? LastTriedAt { get; init; }

    /// <summary>When the last sync ended well.</summary>
    public DateTimeOffset? LastSyncedAt { get; init; }

    public bool Disabled { get; init; }

    public StoredLogin? Incoming { get; init; }

    public StoredLogin? Outgoing { get; init; }
}

/// <summary>A login as it is stored, without its password.</summary>
public sealed record StoredLogin
{
    public int ServiceAuthId { get; init; }

    public int AccountId { get; init; }

    public MailDirection Direction { get; init; }

    public string Host { get; init; } = "";

    public int Port { get; init; }

    public MailSecurity Security { get; init; }

    public string AuthType { get; init; } = "";

    public string UserName { get; init; } = "";

    public MailEndpoint Endpoint => new(Host, Port, Security);

    /// <inheritdoc cref="MailLogin.UsesToken" />
    public bool UsesToken => MailLogin.IsToken(AuthType);
}

/// <summary>The new values of an account.</summary>
public sealed record AccountDraft
{
    /// <summary>For a new account: the wanted id, or 0 for the next free one.</summary>
    public int AccountId { get; init; }

    public required int AssociateId { get; init; }

    public required string EmailAddress { get; init; }

    /// <summary>How its mail is fetched: IMAP or POP3.</summary>
    public MailProtocol Protocol { get; init; } = MailProtocol.Imap;

    /// <inheritdoc cref="MailAccount.DeleteAfterDays" />
    public int? DeleteAfterDays { get; init; }

    /// <inheritdoc cref="MailAccount.MaxCacheBytes" />
    public long? MaxCacheBytes { get; init; }

    /// <summary>Seconds between two syncs, 0 or more.</summary>
    public int SyncInterval { get; init; } = 300;

    public required LoginDraft Incoming { get; init; }

    /// <summary>Null: nothing can be sent.</summary>
    public LoginDraft? Outgoing { get; init; }

    /// <summary>For a new account: where the program gets its access tokens; null for a login by password.</summary>
    public ConsentDraft? Consent { get; init; }

    /// <summary>The account as it is stored; its passwords stay.</summary>
    /// <exception cref="InvalidArgumentException">It has no login for incoming mail.</exception>
    public static AccountDraft Of(StoredAccount account) => new()
    {
        AccountId = account.AccountId,
        AssociateId = account.AssociateId,
        EmailAddress = account.EmailAddress,
        Protocol = account.Protocol,
        DeleteAfterDays = account.DeleteAfterDays,
        MaxCacheBytes = account.MaxCacheBytes,
        SyncInterval = account.SyncInterval,
        Incoming = LoginDraft.Of(account.Incoming)
            ?? throw new InvalidArgumentException("IncomingCredentials", $"Account {account.AccountId} has no server for incoming mail."),
        Outgoing = LoginDraft.Of(account.Outgoing),
    };
}

/// <summary>The new values of a login.</summary>
/// <param name="Endpoint">The server.</param>
/// <param name="AuthType">Empty, or the name of a mechanism.</param>
/// <param name="UserName">Login name at the server.</param>
/// <param name="Password">Null keeps the stored one.</param>
public sealed record LoginDraft(MailEndpoint Endpoint, string AuthType, string UserName, Secret? Password)
{
    /// <summary>The login as it is stored; its password stays. Null for none.</summary>
    public static LoginDraft? Of(StoredLogin? stored) =>
        stored is null ? null : new LoginDraft(stored.Endpoint, stored.AuthType, stored.UserName, Password: null);
}
