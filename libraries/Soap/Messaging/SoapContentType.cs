using Microsoft.Net.Http.Headers;

namespace Services83.EMail.Soap.Messaging;

/// <summary>The information in the HTTP headers about a message, before the message is read.</summary>
/// <param name="Version">A first guess, which the envelope's namespace may correct.</param>
/// <param name="Charset">The label; null when there is none.</param>
/// <param name="Action">The request's action, unquoted; null when none is named.</param>
internal sealed record SoapContentType(SoapVersion Version, string? Charset, string? Action)
{
    // Clients rarely differ in it, so the last one is usually also the next one.
    private static ParsedType? _lastParsed;

    /// <summary>Reads Content-Type and SOAPAction; null when the type cannot carry SOAP.</summary>
    public static SoapContentType? Of(HttpRequest request)
    {
        var action = HeaderAction(request);
        if (string.IsNullOrWhiteSpace(request.ContentType))
        {
            return new SoapContentType(SoapVersion.Soap11, null, action);
        }

        var parsed = _lastParsed;
        if (parsed?.Text != request.ContentType)
        {
            _lastParsed = parsed = Parse(request.ContentType);
        }

        return parsed.Version is null ? null : new SoapContentType(parsed.Version, parsed.Charset, parsed.Action ?? action);
    }

    private static ParsedType Parse(string contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            type = WithoutParameters(contentType);
        }

        if (type is null || VersionOf(type.MediaType.Value) is not { } version)
        {
            return new ParsedType(contentType, null, null, null);
        }

        var charset = HeaderUtilities.RemoveQuotes(type.Charset);

        // Only SOAP 1.2 has this parameter; in other types it is ignored like any unknown one.
        var parameter = version == SoapVersion.Soap12
            ? type.Parameters.FirstOrDefault(p => p.Name.Equals("action", StringComparison.OrdinalIgnoreCase))
            : null;
        var action = parameter is null ? null : NullIfEmpty(Unquote(parameter.Value.Value));
        return new ParsedType(contentType, version, charset.HasValue && charset.Length > 0 ? charset.Value : null, action);
    }

    private static SoapVersion? VersionOf(string? mediaType) => mediaType?.ToLowerInvariant() switch
    {
        "text/xml" or "application/xml" => SoapVersion.Soap11,
        "application/soap+xml" => SoapVersion.Soap12,
        _ => null,
    };

    // Some clients send "text/xml; charset": the type is clear although the rest is not.
    private static MediaTypeHeaderValue? WithoutParameters(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType.Split(';')[0].Trim(), out var type) ? type : null;

    private static string? HeaderAction(HttpRequest request)
    {
        string? action = null;
        foreach (var value in request.Headers["SOAPAction"])
        {
            if (NullIfEmpty(Unquote(value)) is not { } one)
            {
                continue;
            }

            if (action is not null && action != one)
            {
                return $"{action},{one}";
            }

            action = one;
        }

        return action;
    }

    private static string? Unquote(string? value)
    {
        value = value?.Trim();
        return value is ['"', .., '"'] ? value[1..^1] : value;
    }

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;

    /// <summary>A Content-Type and what it says; the version is null when it cannot carry SOAP.</summary>
    private sealed record ParsedType(string Text, SoapVersion? Version, string? Charset, string? Action);
}
