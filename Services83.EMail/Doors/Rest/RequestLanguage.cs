using Microsoft.Net.Http.Headers;

namespace Services83.EMail.Doors.Rest;

/// <summary>
/// The language that a client wants for texts: that of <c>SO-Language</c>, else the preferred one in <c>Accept-Language</c>; <c>*</c> and
/// <c>x</c> mean none. <c>SO-Culture</c> is the format of numbers and dates inside of texts, and is used only together with a language.
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

    /// <summary>A tag in the form of RFC 5646; null for any other text.</summary>
    private static string? Tag(string text) =>
        text.Length is > 1 and <= MaxLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? text : null;
}
