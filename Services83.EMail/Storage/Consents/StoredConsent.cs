namespace Services83.EMail.Storage.Consents;

/// <summary>Whether an identity provider issues tokens for a mailbox.</summary>
public enum ConsentState
{
    /// <summary>Nobody has consented yet.</summary>
    Missing = 1,
    Given = 2,

    /// <summary>The provider requires a new consent; until then it is not asked again.</summary>
    Withdrawn = 3,
}

/// <summary>The consent for an account whose access tokens the program gets, and the latest of these tokens.</summary>
public sealed record StoredConsent
{
    public required int AccountId { get; init; }

    /// <summary>Name of the identity provider in the settings.</summary>
    public required string Provider { get; init; }

    /// <summary>The only user name that the tokens are sent with.</summary>
    public required string Mailbox { get; init; }

    /// <summary>The address of the person who has to consent.</summary>
    public required string Consenter { get; init; }

    public required ConsentState State { get; init; }

    /// <summary>What the provider said last, for a person to read; empty after a success.</summary>
    public required string Reason { get; init; }

    /// <summary>With this the provider issues the next token; null before a consent.</summary>
    public Secret? Grant { get; init; }

    /// <summary>Null before a consent.</summary>
    public Secret? AccessToken { get; init; }

    /// <summary>When the token was issued.</summary>
    public DateTimeOffset? RenewedAt { get; init; }

    /// <summary>From when on the token should be renewed.</summary>
    public DateTimeOffset? RenewAt { get; init; }

    /// <summary>When the token ends, by this program's clock.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Grows with each consent and each renewal.</summary>
    public required long Revision { get; init; }

    /// <summary>Renewals that failed in a row for a reason that may pass.</summary>
    public required int Failures { get; init; }

    /// <summary>Before it no renewal is tried.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}

/// <summary>What an identity provider has issued.</summary>
/// <param name="Grant">With this the provider issues the next token.</param>
/// <param name="AccessToken">The token for mail servers.</param>
/// <param name="RenewAt">From when on it should be renewed.</param>
/// <param name="ExpiresAt">When it ends.</param>
public sealed record NewTokens(Secret Grant, Secret AccessToken, DateTimeOffset RenewAt, DateTimeOffset ExpiresAt);

/// <summary>Makes the program get the access tokens of an account.</summary>
/// <param name="Provider">Name of the identity provider in the settings.</param>
/// <param name="Consenter">The address of the person who has to consent.</param>
/// <param name="State"><see cref="ConsentState.Given"/> if an administrator has consented for all mailboxes.</param>
public sealed record ConsentDraft(string Provider, string Consenter, ConsentState State);
