using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Services83.EMail.Doors.Rest;

/// <summary>
/// A session in a browser: its ticket is in a cookie that scripts cannot read; a token, derived from the ticket, must be read by the page
/// and sent back. Another site's page can make the browser send the cookie, but cannot know the token.
/// </summary>
internal static class SessionCookies
{
    public const string TokenHeader = "X-XSRF-TOKEN";

    public const string Session = "Services83-Session";

    /// <summary>The name of the cookie in which scripts look for the token by convention.</summary>
    private const string Token = "XSRF-TOKEN";

    /// <summary>Whether a browser sends a session, valid or not.</summary>
    public static bool AreIn(HttpRequest request) => request.Cookies.ContainsKey(Session);

    /// <summary>The ticket of the session; null if there is none, or if the request's header does not have its token.</summary>
    public static string? TicketOf(HttpRequest request)
    {
        var ticket = request.Cookies[Session];
        return ticket is not null && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(request.Headers[TokenHeader].ToString()), Encoding.UTF8.GetBytes(TokenOf(ticket)))
            ? ticket
            : null;
    }

    /// <summary>Begins the session in the browser.</summary>
    /// <returns>The token.</returns>
    public static string Set(HttpContext context, string ticket)
    {
        var token = TokenOf(ticket);
        context.Response.Cookies.Append(Session, ticket, Options(context.Request, isReadable: false));
        context.Response.Cookies.Append(Token, token, Options(context.Request, isReadable: true));
        return token;
    }

    /// <summary>Ends the session in the browser.</summary>
    public static void Clear(HttpContext context)
    {
        context.Response.Cookies.Delete(Session, Options(context.Request, isReadable: false));
        context.Response.Cookies.Delete(Token, Options(context.Request, isReadable: true));
    }

    private static string TokenOf(string ticket) =>
        WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.UTF8.GetBytes($"{TokenHeader} of {ticket}")));

    private static CookieOptions Options(HttpRequest request, bool isReadable) => new()
    {
        HttpOnly = !isReadable,
        Secure = request.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = request.PathBase.HasValue ? request.PathBase.Value : "/",
        IsEssential = true,
    };
}
