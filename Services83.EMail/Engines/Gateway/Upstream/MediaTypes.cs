namespace Services83.EMail.Engines.Gateway.Upstream;

/// <summary>How the gateway reads a reply's <c>Content-Type</c>.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";
    public const string Octets = "application/octet-stream";

    public static bool IsJson(HttpContent content) => content.Headers.ContentType?.MediaType is { } type
        && (type.Equals(Json, StringComparison.OrdinalIgnoreCase)
            || type.Equals("text/json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    public static bool IsHtml(HttpContent content) => content.Headers.ContentType?.MediaType is { } type
        && type.EndsWith("html", StringComparison.OrdinalIgnoreCase);
}
