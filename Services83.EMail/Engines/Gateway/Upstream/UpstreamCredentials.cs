using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Gateway.Upstream;

/// <summary>
/// The credentials for a tenant: a scheme with its parameter for <c>Authorization</c>, and the token of the application. A class, because a
/// record would print them.
/// </summary>
/// <param name="scheme"><c>Basic</c>, <c>SoTicket</c> or <c>Bearer</c>.</param>
/// <param name="parameter">The text after the scheme.</param>
/// <param name="applicationToken">For <c>SO-AppToken</c>; null or empty when there is none.</param>
public sealed class UpstreamCredentials(string scheme, string parameter, string? applicationToken)
{
    private const string TicketPrefix = "7T:";
    private const string Basic = "Basic";
    private const string SoTicket = "SoTicket";
    private const string Bearer = "Bearer";

    /// <summary>A name and a password, in UTF-8 (RFC 7617).</summary>
    /// <exception cref="NotAuthenticatedException">The name has a colon, which the scheme cannot carry.</exception>
    public static UpstreamCredentials OfPassword(string userName, string password, string? applicationToken) =>
        userName.Contains(':', StringComparison.Ordinal)
            ? throw new NotAuthenticatedException("The user name or the password is wrong.")
            : new(Basic, Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}")), applicationToken);

    /// <summary>The text that a client sent as its ticket: a ticket of the tenant, else an access token.</summary>
    /// <exception cref="NotAuthenticatedException">It has characters that are not allowed in a ticket or token.</exception>
    public static UpstreamCredentials OfTicket(string ticket, string? applicationToken) =>
        IsPrintable(ticket)
            ? new(ticket.StartsWith(TicketPrefix, StringComparison.Ordinal) ? SoTicket : Bearer, ticket, applicationToken)
            : throw new NotAuthenticatedException("The ticket is invalid or has expired. Log in again.");

    /// <summary>The scheme, which is no secret.</summary>
    public string Scheme { get; } = scheme;

    /// <summary>The user of <see cref="OfPassword"/>; null for tickets and tokens.</summary>
    internal string? UserName => Scheme == Basic ? Encoding.UTF8.GetString(Convert.FromBase64String(parameter)).Split(':', 2)[0] : null;

    public string? ApplicationToken { get; } = IsPrintable(applicationToken ?? "")
        ? applicationToken
        : throw new InvalidArgumentException("ApplicationToken", "The application token has characters that are not allowed in a token.");

    /// <summary>The same credentials with another application token.</summary>
    public UpstreamCredentials For(string? application) => new(Scheme, parameter, application);

    public void AddTo(HttpRequestHeaders headers)
    {
        headers.Authorization = new AuthenticationHeaderValue(Scheme, parameter);
        if (!string.IsNullOrEmpty(ApplicationToken))
        {
            headers.TryAddWithoutValidation("SO-AppToken", ApplicationToken);
        }
    }

    /// <summary>For the database, where only <see cref="SecretProtector"/> reads it back.</summary>
    internal string Protect(SecretProtector protector, string purpose) =>
        protector.Protect(purpose, JsonSerializer.Serialize(new[] { Scheme, parameter, ApplicationToken }));

    /// <exception cref="StorageException">The keys that it was protected with do not exist any more.</exception>
    internal static UpstreamCredentials Unprotect(SecretProtector protector, string purpose, string secret) =>
        JsonSerializer.Deserialize<string?[]>(protector.Unprotect(purpose, secret)) is [{ } scheme, { } parameter, var application]
            ? new(scheme, parameter, application)
            : throw new StorageException("A stored secret of the gateway is damaged.", isTransient: false);

    /// <summary>Whether it can be a header's value without escaping.</summary>
    private static bool IsPrintable(string text) => text.All(c => c is > ' ' and <= '~');
}
