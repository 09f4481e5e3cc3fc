using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Soap.Messaging;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.WebApi;

namespace Services83.EMail.Doors.Rest;

/// <summary>Reads the arguments of a call from the query and the body of a request.</summary>
internal sealed class RequestReader(RestDoorOptions options)
{
    /// <summary>In bytes; a user name and a password need some thousand at most.</summary>
    private const int FewWords = 64 * 1024;

    /// <summary>They take half a megabyte of the memory budget.</summary>
    private const int SomeValues = 1024;

    private static readonly string[] JsonTypes =
        ["application/json", "text/json", "application/json-patch+json", "application/merge-patch+json"];

    private static readonly string[] XmlTypes = ["application/xml", "text/xml"];

    private readonly BufferBudget _budget = new(options.Limits.MaxBufferedBytes);

    private enum BodyKind
    {
        Json,
        Xml,
        Form,
    }

    /// <param name="request">The request.</param>
    /// <param name="operation">The called operation.</param>
    /// <param name="payer">The caller whose share of the memory budget is used.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RestException">The query or the body cannot be read.</exception>
    /// <exception cref="RestFormatException">A value does not fit.</exception>
    /// <exception cref="FaultException">The body is too large, too slow or damaged.</exception>
    public async Task<object?[]> ReadAsync(HttpRequest request, RestOperation operation, object? payer, CancellationToken cancellationToken)
    {
        var arguments = operation.HasBody ? await ReadBodyAsync(request, operation, payer, cancellationToken) : operation.DefaultArguments();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (operation.Parameters[i].Place == RestPlace.Query)
            {
                arguments[i] = FromQuery(request, operation.Parameters[i]);
            }
        }

        return arguments;
    }

    /// <summary>The body as UTF-8 JSON text, for addresses that read a few words, also from callers that are not authenticated.</summary>
    /// <exception cref="RestException">The body has another type.</exception>
    /// <exception cref="FaultException">The body is too large, too slow or damaged.</exception>
    public async Task<byte[]> ReadJsonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var limits = options.Limits with { MaxMessageBytes = Math.Min(FewWords, options.Limits.MaxMessageBytes) };
        using var body = await ReadOctetsAsync(request, limits, payer: null, cancellationToken);
        if (body.Count == 0)
        {
            return [];
        }

        var (kind, charset) = TypeOf(request);
        return kind == BodyKind.Json
            ? [.. ToUtf8(new ArraySegment<byte>(body.Bytes, 0, body.Count), charset)]
            : throw Unsupported(request, JsonTypes);
    }

    private async Task<object?[]> ReadBodyAsync(HttpRequest request, RestOperation operation, object? payer, CancellationToken cancellationToken)
    {
        using var body = await ReadOctetsAsync(request, options.Limits, payer, cancellationToken);
        if (body.Count == 0)
        {
            return operation.DefaultArguments();
        }

        var octets = new ArraySegment<byte>(body.Bytes, 0, body.Count);
        var (kind, charset) = TypeOf(request);
        return kind switch
        {
            BodyKind.Json => ReadJson(operation, ToUtf8(octets, charset), body.Claim),
            BodyKind.Xml => RestBody.ReadXml(operation, XmlEncoding.Normalize(octets, charset), options.Limits.ToXmlLimits(), body.Claim),
            _ => RestBody.ReadForm(operation, Form(ToUtf8(octets, charset)), options.Limits.MaxElements, body.Claim),
        };
    }

    /// <summary>The limit of the settings applies, even if it is higher than the web server's own limit.</summary>
    private async ValueTask<RequestBody> ReadOctetsAsync(HttpRequest request, SoapLimits limits, object? payer, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        var body = new RequestBody(request, limits, _budget) { Claim = { Payer = payer } };
        try
        {
            await body.ReadStartAsync(cancellationToken);
            await body.ReadRestAsync(cancellationToken);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private object?[] ReadJson(RestOperation operation, ReadOnlySpan<byte> json, BudgetClaim claim)
    {
        // Before each value there is a comma or a bracket, except before the first one. Commas in texts count too, so where they would make much of
        // a difference, the values themselves are counted; nearly all bodies are scanned only once.
        var atMost = 1 + json.Count((byte)',') + json.Count((byte)'[') + json.Count((byte)'{');
        if (atMost > BudgetClaim.FreeElements)
        {
            claim.TakeElements(atMost <= Math.Min(SomeValues, options.Limits.MaxElements) ? atMost : RestJson.CountValues(json, options.Limits.MaxElements));
        }

        return RestJson.ReadBody(operation, json);
    }

    private static (BodyKind Kind, string? Charset) TypeOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            throw Unsupported(request, [.. JsonTypes, .. XmlTypes]);
        }

        var charset = HeaderUtilities.RemoveQuotes(type.Charset).Value;
        bool IsOneOf(string[] types) => types.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase);
        return IsOneOf(JsonTypes) ? (BodyKind.Json, charset)
            : IsOneOf(XmlTypes) ? (BodyKind.Xml, charset)
            : IsOneOf(["application/x-www-form-urlencoded"]) ? (BodyKind.Form, charset)
            : throw Unsupported(request, [.. JsonTypes, .. XmlTypes, "application/x-www-form-urlencoded"]);
    }

    private static RestException Unsupported(HttpRequest request, string[] supported) => RestException.UnsupportedMediaType(
        (string.IsNullOrEmpty(request.ContentType)
            ? "The body has no Content-Type."
            : $"A body of type {RestException.Clip(request.ContentType)} cannot be read.")
        + $" These can: {string.Join(", ", supported)}.");

    /// <summary>A charset that the bytes themselves show takes precedence over the label.</summary>
    private static ReadOnlySpan<byte> ToUtf8(ArraySegment<byte> octets, string? charset)
    {
        var encoding = octets switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8,
            [0xFF, 0xFE, 0, 0, ..] => Encoding.UTF32,
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ => Named(charset),
        };
        if (encoding.CodePage != Encoding.UTF8.CodePage)
        {
            return Encoding.UTF8.GetBytes(encoding.GetString(octets).TrimStart('\uFEFF'));
        }

        var text = octets is [0xEF, 0xBB, 0xBF, ..] ? octets[3..] : octets;
        return Utf8.IsValid(text) ? text : throw RestException.InvalidRequest("The body is not valid UTF-8.");
    }

    private static Encoding Named(string? charset)
    {
        if (string.IsNullOrEmpty(charset))
        {
            return Encoding.UTF8;
        }

        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            // UTF-7 is refused although the framework supports it: its text passes every check that looks for markup.
            throw RestException.UnsupportedMediaType($"The charset {RestException.Clip(charset)} is unknown.");
        }
    }

    // curl's default content type; read as a form, the body would be one with an odd name and no parameters.
    private static ReadOnlySpan<byte> Form(ReadOnlySpan<byte> text) => text.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..]
        ? throw RestException.UnsupportedMediaType(
            "The body is JSON, but its Content-Type says that it is a form. Send Content-Type: application/json.")
        : text;

    private static object? FromQuery(HttpRequest request, RestParameter parameter)
    {
        var values = request.Query[parameter.Name];
        if (values is not [{ Length: > 0 } text])
        {
            throw new RestFormatException(values.Count > 1 ? "is given twice" : "is needed in the query", parameter.QueryName);
        }

        try
        {
            return RestJson.ReadText(parameter.Type, text);
        }
        catch (RestFormatException exception)
        {
            throw new RestFormatException(exception.Message, parameter.QueryName);
        }
    }
}
