using Microsoft.OpenApi;

namespace Services83.EMail.Doors.Rest.OpenApi;

/// <summary><c>/openapi/v1.json</c> for programs, <c>/swagger</c> for people. Public, like the WSDL.</summary>
internal sealed class OpenApiEndpoint(RestDoorOptions options, ContractDocumentation documentation)
{
    public const string Path = "/openapi/v1.json";

    /// <summary>The last description, because nearly all clients use the same address.</summary>
    private Written? _last;

    public async Task GetAsync(HttpContext context)
    {
        var server = options.AddressOf(context.Request, "");
        var json = _last is { } last && last.Server == server ? last.Json : await CreateAsync(server, context.RequestAborted);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = json.Length;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.BodyWriter.WriteAsync(json, context.RequestAborted);
        }
    }

    private async Task<byte[]> CreateAsync(string server, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream();
        await AgentDescription.Create(server, documentation).SerializeAsJsonAsync(stream, OpenApiSpecVersion.OpenApi3_0, cancellationToken);
        var json = stream.ToArray();
        _last = new Written(server, json);
        return json;
    }

    private sealed record Written(string Server, byte[] Json);
}
