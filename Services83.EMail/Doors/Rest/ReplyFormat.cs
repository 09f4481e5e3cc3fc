using Microsoft.Net.Http.Headers;
using Services83.EMail.WebApi;

namespace Services83.EMail.Doors.Rest;

internal enum ReplyKind
{
    Json,
    Xml,

    /// <summary>The bytes of the result themselves.</summary>
    Octets,
}

/// <summary>The format of a reply: always UTF-8, whatever charset the client accepts (RFC 8259, section 8.1).</summary>
/// <param name="MediaType">Such as <c>text/json</c>.</param>
/// <param name="Kind">The kind of that type.</param>
internal sealed record ReplyFormat(string MediaType, ReplyKind Kind)
{
    public static readonly ReplyFormat Json = new("application/json", ReplyKind.Json);

    /// <summary>For errors, and for values other than bytes.</summary>
    public static readonly IReadOnlyList<ReplyFormat> Values =
    [
        Json,
        new("text/json", ReplyKind.Json),
        new("application/xml", ReplyKind.Xml),
        new("text/xml", ReplyKind.Xml),
        new("application/json-patch+json", ReplyKind.Json),
        new("application/merge-patch+json", ReplyKind.Json),
    ];

    private static readonly ReplyFormat[] Octets =
    [
        new("application/octet-stream", ReplyKind.Octets),
        new("message/rfc822", ReplyKind.Octets),
        new("text/plain", ReplyKind.Octets),
    ];

    private static readonly ReplyFormat[] ValuesAndOctets = [.. Values, .. Octets];

    private static readonly ReplyFormat[] OctetsAndValues = [.. Octets, .. Values];

    public string ContentType => Kind == ReplyKind.Octets ? MediaType : MediaType + "; charset=utf-8";

    /// <summary>The formats for the result of an operation; a client that names none gets the first one.</summary>
    public static IReadOnlyList<ReplyFormat> Offers(RestOperation operation) =>
        operation.IsBinary ? OctetsAndValues : operation.ResultType == typeof(byte[]) ? ValuesAndOctets : Values;

    /// <summary>Chooses by the Accept header (RFC 9110, section 12.5.1); if several are equal, the first one that the client
    /// names.</summary>
    /// <returns>Null when the client accepts none of the formats.</returns>
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

    /// <summary>If several ranges match, the most specific one is used.</summary>
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
