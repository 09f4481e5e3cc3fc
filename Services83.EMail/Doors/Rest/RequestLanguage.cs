using Microsoft.Net.Http.Headers;

namespace Services83.EMail.Doors.Rest;

/// <summary>
/// The language that a client wants texts in: that of <c>SO-Language</c>, else the one that it prefers in <c>Accept-Language</c>;
/// <c>*</c> and <c>x</c> stand for none. <c>SO-Culture</c> says how numbers and dates inside of texts are written, and counts only beside
/// a language.
/// </summary>
internal static class RequestLanguage
{
    private const int MaxLength = 35;

    public static (string? Language, string? Culture) Of(HttpRequest request)
    {
        var own = request.Headers["SO-Language"].ToString();
        var language = Tag(own.Length > 0 ? own : Preferred(request));
        return (language, language is null ? null : Tag(request.Headers["SO-Culture"].ToString()) ?? language);
    }

    private static string Preferred(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var languages)
            ? languages.Where(one => one.Quality is not 0).MaxBy(one => one.Quality ?? 1)?.Value.Value ?? ""
            : "";

    /// <summary>A tag as RFC 5646 has them; null for whatever is none.</summary>
    private static string? Tag(string text) =>
        text.Length is > 1 and <= MaxLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? text : null;
}
