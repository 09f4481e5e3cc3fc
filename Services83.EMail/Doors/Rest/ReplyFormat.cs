using Microsoft.Net.Http.Headers;

namespace Services83.EMail.Doors.Rest;

internal enum ReplyKind
{
    Json,
    Xml,

    /// <summary>The octets of the result themselves.</summary>
    Octets,
}

/// <summary>What a reply is written as: always UTF-8, whatever charset is asked for (RFC 8259, section 8.1).</summary>
/// <param name="MediaType">Such as <c>text/json</c>.</param>
/// <param name="Kind">What that is.</param>
internal sealed record ReplyFormat(string MediaType, ReplyKind Kind)
{
    public static readonly ReplyFormat Json = new("application/json", ReplyKind.Json);

    private static readonly ReplyFormat[] Values =
    [
        Json,
        new("text/json", ReplyKind.Json),
        new("application/xml", ReplyKind.Xml),
        new("text/xml", ReplyKind.Xml),
        new("application/json-patch+json", ReplyKind.Json),
        new("application/merge-patch+json", ReplyKind.Json),
    ];

    private static readonly ReplyFormat[] ValuesAndOctets =
    [
        .. Values,
        new("application/octet-stream", ReplyKind.Octets),
        new("message/rfc822", ReplyKind.Octets),
        new("text/plain", ReplyKind.Octets),
    ];

    public string ContentType => Kind == ReplyKind.Octets ? MediaType : MediaType + "; charset=utf-8";

    /// <summary>What can be sent for a result of the type; null stands for errors and what is no result.</summary>
    public static IReadOnlyList<ReplyFormat> Offers(Type? result) => result == typeof(byte[]) ? ValuesAndOctets : Values;

    /// <summary>Chooses by the Accept header (RFC 9110, section 12.5.1); among equals the first that the client names.</summary>
    /// <returns>Null when the client accepts nothing of it.</returns>
    public static ReplyFormat? Choose(HttpRequest request, IReadOnlyList<ReplyFormat> offers)
    {
        if (request.Headers.Accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            return offers[0];
        }

        return accepted
            .OrderByDescending(range => range.Quality ?? 1)
            .SelectMany(range => offers.Where(offer => Matches(range, offer) && Quality(accepted, offer) > 0))
            .FirstOrDefault();
    }

    /// <summary>Of several ranges that match, the most precise one counts.</summary>
    private static double Quality(IList<MediaTypeHeaderValue> accepted, ReplyFormat offer) =>
        accepted.Where(range => Matches(range, offer))
            .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();

    private static bool Matches(MediaTypeHeaderValue range, ReplyFormat offer) =>
        range.MatchesAllTypes
        || (range.MatchesAllSubTypes
            ? offer.MediaType.StartsWith(range.Type.Value + "/", StringComparison.OrdinalIgnoreCase)
            : range.MediaType.Equals(offer.MediaType, StringComparison.OrdinalIgnoreCase));
}
