using System.Security.Cryptography;
using System.Text;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>
/// The session in the browser: its ticket is in a cookie that scripts cannot read and that no other site can have sent. A form has to send a token
/// that is derived from the ticket.
/// </summary>
/// <param name="publicUrl">The address under which browsers reach the server; null if the settings do not say.</param>
internal sealed class SessionCookie(Uri? publicUrl)
{
    private const string Name = "Services83-Admin";

    /// <summary>The ticket that the browser sends; null for none.</summary>
    public static string? TicketOf(HttpRequest request) => request.Cookies[Name] is { Length: > 0 } ticket ? ticket : null;

    /// <summary>The token for forms. Who does not know the ticket cannot know it.</summary>
    public static string FormTokenOf(string ticket) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"form of the session {ticket}")));

    /// <summary>Whether a form has the token of the session.</summary>
    public static bool IsFormOf(string ticket, string? token) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token ?? ""), Encoding.UTF8.GetBytes(FormTokenOf(ticket)));

    /// <summary>Begins the session in the browser. It ends there when the browser is closed.</summary>
    public void Set(HttpContext context, string ticket) => context.Response.Cookies.Append(Name, ticket, Options(context.Request));

    /// <summary>Ends the session in the browser.</summary>
    public void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context.Request));

    /// <summary>
    /// Without a path the browser takes that of the page that sets the cookie, as it sees it itself: <c>/admin</c>, and behind a proxy what comes
    /// before it (RFC 6265, section 5.1.4).
    /// </summary>
    private CookieOptions Options(HttpRequest request) => new()
    {
        HttpOnly = true,
        Secure = request.IsHttps || publicUrl?.Scheme == Uri.UriSchemeHttps,
        SameSite = SameSiteMode.Strict,
        Path = null,
        IsEssential = true,
    };
}
