namespace Services83.EMail.Connections.Tokens;

/// <summary>What follows from the failure of an identity provider.</summary>
public enum TokenFailure
{
    /// <summary>It may pass by itself.</summary>
    Transient,

    /// <summary>The person has to consent again.</summary>
    Consent,

    /// <summary>An operator has to change the settings, here or at the provider.</summary>
    Settings,
}

/// <summary>An identity provider did not issue a token. The text is for people and holds no secret.</summary>
public sealed class TokenException(TokenFailure failure, string message, Exception? innerException = null) : Exception(message, innerException)
{
    private const int MaxTextLength = 400;

    public TokenFailure Failure { get; } = failure;

    /// <summary>The provider's error code; empty if it gave none.</summary>
    public string Error { get; init; } = "";

    /// <summary>How long the provider asks to wait; null if it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The answer to an error reply of a provider (RFC 6749, sections 4.1.2.1 and 5.2; RFC 8628, section 3.5).</summary>
    /// <param name="error">The code; empty if there is none.</param>
    /// <param name="description">The provider's own words, which are cut and cleaned.</param>
    /// <param name="status">The HTTP status; 0 if there was none.</param>
    /// <param name="cause">For the log.</param>
    /// <param name="retryAfter">How long the provider asks to wait.</param>
    public static TokenException Of(string error, string description, int status, Exception? cause = null, TimeSpan? retryAfter = null) => new(
        FailureOf(error, status),
        Clean(error.Length == 0 ? $"HTTP status {status} {description}" : description.Length == 0 ? error : $"{error}: {description}"),
        cause)
    {
        Error = error,
        RetryAfter = retryAfter,
    };

    private static TokenFailure FailureOf(string error, int status) => error switch
    {
        "invalid_grant" or "interaction_required" or "consent_required" or "login_required" or "account_selection_required" or "access_denied"
            or "expired_token" => TokenFailure.Consent,
        "temporarily_unavailable" or "server_error" or "slow_down" => TokenFailure.Transient,
        _ => status is 0 or 408 or 429 or >= 500 ? TokenFailure.Transient : TokenFailure.Settings,
    };

    private static string Clean(string text)
    {
        var line = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Trim();
        return line.Length > MaxTextLength ? line[..MaxTextLength] + "…" : line;
    }
}
