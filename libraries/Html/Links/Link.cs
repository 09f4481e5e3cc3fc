using System.Buffers;
using System.Text;

namespace Services83.EMail.Html.Links;

/// <summary>The addresses that may stay. All are absolute: a relative one would lead to the site that shows the message.</summary>
internal static class Link
{
    /// <summary>No browser needs a longer one, except for images inside of the address.</summary>
    private const int MaxLength = 8 * 1024;

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+";

    private static readonly string[] ImageTypes = ["png", "jpeg", "jpg", "gif", "webp", "bmp"];

    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create(Letters + "-.");

    private static readonly SearchValues<char> Base64 = SearchValues.Create(Letters + "/=");

    private static readonly char[] Ignored = [.. Enumerable.Range(0, 33).Select(code => (char)code)];

    /// <summary>An address that a person may follow: <c>https</c>, <c>http</c>, <c>mailto</c> or <c>tel</c>.</summary>
    /// <returns>Null if it is another.</returns>
    public static string? ToFollow(string text)
    {
        var (scheme, rest) = Split(text);
        return scheme switch
        {
            "https" or "http" when IsHost(rest) => Whole(scheme, rest),
            "mailto" or "tel" when rest.Length > 0 => Whole(scheme, rest),
            _ => null,
        };
    }

    /// <summary>An image of another server.</summary>
    /// <returns>Null if it is not one.</returns>
    public static string? ToRemoteImage(string text)
    {
        var (scheme, rest) = Split(text);
        return scheme switch
        {
            "https" or "http" when IsHost(rest) => Whole(scheme, rest),
            "" when IsHost(rest) => Whole("https", rest),
            _ => null,
        };
    }

    /// <summary>An image that is a part of the message (RFC 2392) or of the address itself (RFC 2397), but no SVG, which may contain
    /// scripts.</summary>
    /// <returns>Null if it is another.</returns>
    public static string? ToOwnImage(string text)
    {
        var (scheme, rest) = Split(text);
        return scheme switch
        {
            "cid" when rest.Length > 0 => Whole(scheme, rest),
            "data" => EmbeddedImage(rest),
            _ => null,
        };
    }

    private static string? EmbeddedImage(string rest)
    {
        if (ImageTypes.FirstOrDefault(type => rest.StartsWith($"image/{type};base64,", StringComparison.OrdinalIgnoreCase)) is not { } type)
        {
            return null;
        }

        // Mail programs break long lines, and some indent the next one.
        var data = rest[$"image/{type};base64,".Length..].Replace("%20", "", StringComparison.Ordinal);
        return data.Length > 0 && !data.AsSpan().ContainsAnyExcept(Base64) ? $"data:image/{type};base64,{data}" : null;
    }

    /// <summary>Without two slashes a browser reads the address as a relative one if the page has the same scheme.</summary>
    private static bool IsHost(string rest) => rest.Length > 2 && rest.StartsWith("//", StringComparison.Ordinal) && rest[2] is not ('/' or '\\');

    private static string? Whole(string scheme, string rest) => rest.Length <= MaxLength ? $"{scheme}:{rest}" : null;

    /// <summary>
    /// The scheme in small letters, or nothing, and what follows it. Browsers ignore spaces around an address and line ends and tabs inside
    /// of it (WHATWG URL, 4.4), so <c>java&#10;script:</c> is a scheme.
    /// </summary>
    private static (string Scheme, string Remainder) Split(string text)
    {
        var clean = Clean(text);
        var colon = clean.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && clean.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0
            ? (clean[..colon].ToLowerInvariant(), clean[(colon + 1)..])
            : ("", clean);
    }

    private static string Clean(string text)
    {
        var trimmed = text.AsSpan().Trim(Ignored);
        if (trimmed.IndexOfAnyInRange('\0', ' ') < 0 && trimmed.Length == text.Length)
        {
            return text;
        }

        var clean = new StringBuilder(trimmed.Length);
        foreach (var c in trimmed)
        {
            _ = c == ' ' ? clean.Append("%20") : c > ' ' ? clean.Append(c) : clean;
        }

        return clean.ToString();
    }
}
