using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Identity;
using Services83.EMail.WebApi;

namespace Services83.EMail.Engines.Gateway.Forwarding;

/// <summary>
/// Forwards operations that the vendor has added since, with the bytes of the request and of the reply as they are. Neither is held in
/// memory as a whole. A call is never repeated.
/// </summary>
internal sealed class OperationRelay(
    UpstreamCall call, CallContext context, UpstreamClient client, Timeouts timeouts, IOptions<GatewayOptions> options) : IOperationRelay
{
    private static readonly string[] OfRequest = ["Accept-Language", "SO-Language", "SO-Culture", "SO-TimeZone", "If-None-Match", "If-Modified-Since"];

    private static readonly string[] OfReply = ["ETag", "Last-Modified", "Content-Disposition", "Content-Language"];

    private const string OwnHeaders = "SO-";

    public bool IsEnabled => options.Value.ForwardUnknownOperations;

    public async Task RelayAsync(HttpContext http, string operation, long maxRequestBytes)
    {
        var source = http.Request;
        if (source.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = maxRequestBytes;
        }

        var request = new UpstreamRequest(
            call.RequireTenant(), call.RequireCredentials(), operation, HttpMethod.Post,
            RestOperations.Path.TrimStart('/') + operation + source.QueryString.ToUriComponent())
        {
            Body = () => BodyOf(source),
            Timeout = timeouts.Of(operation),
            Accept = source.Headers.Accept.Count > 0 ? source.Headers.Accept.ToString() : "*/*",
            Relayed = [.. OfRequest.Where(source.Headers.ContainsKey).Select(name => (name, source.Headers[name].ToString()))],
        };
        await client.SendOnceAsync(
            request,
            async (response, body, cancellationToken) =>
            {
                await AnswerAsync(http.Response, response, body, cancellationToken);
                return true;
            },
            context.Aborted);
    }

    private static StreamContent BodyOf(HttpRequest source)
    {
        var content = new StreamContent(source.Body);
        foreach (var name in (string[])["Content-Type", "Content-Encoding"])
        {
            if (source.Headers[name].ToString() is { Length: > 0 } value)
            {
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        content.Headers.ContentLength = source.ContentLength;
        return content;
    }

    private static async Task AnswerAsync(HttpResponse target, HttpResponseMessage response, Stream body, CancellationToken cancellationToken)
    {
        target.StatusCode = (int)response.StatusCode;
        target.ContentType = response.Content.Headers.ContentType?.ToString();
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            if (OfReply.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith(OwnHeaders, StringComparison.OrdinalIgnoreCase))
            {
                target.Headers[name] = string.Join(", ", values);
            }
        }

        await body.CopyToAsync(target.Body, cancellationToken);
    }
}
