using Microsoft.Net.Http.Headers;

namespace Services83.EMail.Soap.Messaging;

/// <summary>The information in the HTTP headers about a message, before the message is read.</summary>
/// <param name="Version">A first guess, which the envelope's namespace may correct.</param>
/// <param name="Charset">The label; null when there is none.</param>
/// <param name="Action">The request's action, unquoted; null when none is named.</param>
internal sealed record SoapContentType(SoapVersion Version, string? Charset, string? Action)
{
    /// <summary>Reads Content-Type and SOAPAction; null when the type cannot carry SOAP.</summary>
    public static SoapContentType? Of(HttpRequest request)
    {
        var action = HeaderAction(request);
        if (string.IsNullOrWhiteSpace(request.ContentType))
        {
            return new SoapContentType(SoapVersion.Soap11, null, action);
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            type = WithoutParameters(request.ContentType);
        }

        if (type is null || VersionOf(type.MediaType.Value) is not { } version)
        {
            return null;
        }

        var charset = HeaderUtilities.RemoveQuotes(type.Charset);

        // Only SOAP 1.2 has this parameter; in other types it is ignored like any unknown one.
        var parameter = version == SoapVersion.Soap12
            ? type.Parameters.FirstOrDefault(p => p.Name.Equals("action", StringComparison.OrdinalIgnoreCase))
            : null;
        if (parameter is not null)
        {
            action = NullIfEmpty(Unquote(parameter.Value.Value)) ?? action;
        }

        return new SoapContentType(version, charset.HasValue && charset.Length > 0 ? charset.Value : null, action);
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
}
