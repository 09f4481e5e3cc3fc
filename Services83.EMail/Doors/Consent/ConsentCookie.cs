using System.Text.Json;
using Services83.EMail.Storage;

namespace Services83.EMail.Doors.Consent;

/// <summary>How far a consent in a browser is. Not a record, so that printing it shows no secret.</summary>
/// <param name="link">The secret of the link.</param>
/// <param name="state">What has to come back from the provider.</param>
/// <param name="verifier">The code verifier of PKCE.</param>
/// <param name="nonce">What the identity token has to repeat.</param>
internal sealed class ConsentProgress(string link, string state, string verifier, string nonce)
{
    public string Link { get; } = link;

    public string State { get; } = state;

    public string Verifier { get; } = verifier;

    public string Nonce { get; } = nonce;

    /// <summary>When it is too late.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>
/// Keeps the progress of a consent in the browser itself, encrypted: only the browser that began a consent can end it (RFC 9700, section
/// 4.7), and whoever begins many takes no memory.
/// </summary>
internal sealed class ConsentCookie(SecretProtector protector, TimeProvider time, Uri publicUrl)
{
    private const string Name = "consent";
    private const string Purpose = "consent in progress";

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    public void Set(HttpResponse response, ConsentProgress progress)
    {
        progress.ExpiresAt = time.GetUtcNow() + Life;
        response.Cookies.Append(Name, protector.Protect(Purpose, JsonSerializer.Serialize(progress)), Options(Life));
    }

    /// <summary>The progress that the browser sends, which it forgets; null if there is none, or it is not from here or too old.</summary>
    public ConsentProgress? Take(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { } text)
        {
            return null;
        }

        context.Response.Cookies.Delete(Name, Options(TimeSpan.Zero));
        try
        {
            var progress = JsonSerializer.Deserialize<ConsentProgress>(protector.Unprotect(Purpose, text));
            return progress?.ExpiresAt > time.GetUtcNow() ? progress : null;
        }
        catch (StorageException exception) when (!exception.IsTransient)
        {
            return null;
        }
    }

    /// <summary>The provider sends the browser back by a link, with which cookies of the mode Lax are sent.</summary>
    private CookieOptions Options(TimeSpan life) => new()
    {
        HttpOnly = true,
        Secure = publicUrl.Scheme == Uri.UriSchemeHttps,
        SameSite = SameSiteMode.Lax,
        Path = publicUrl.AbsolutePath.TrimEnd('/') + "/oauth/callback",
        MaxAge = life,
        IsEssential = true,
    };
}
