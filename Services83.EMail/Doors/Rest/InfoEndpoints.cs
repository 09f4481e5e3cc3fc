using System.Reflection;
using Microsoft.Extensions.Options;
using Services83.EMail.Doors.Rest.OpenApi;
using Services83.EMail.Identity;
using Services83.EMail.WebApi;

namespace Services83.EMail.Doors.Rest;

/// <summary>Describes the web API to anybody, like the service pages of SOAP.</summary>
internal sealed class InfoEndpoints(
    RestDoorOptions options, RestPipeline pipeline, ContractDocumentation documentation, IOptions<IdentityOptions> identity)
{
    private static readonly Assembly Program = typeof(InfoEndpoints).Assembly;

    /// <summary><c>GET /api</c>: the versions, under the names that the vendor's page shows.</summary>
    public Task VersionsAsync(HttpContext context) => pipeline.RunAsync(context, "versions", null, (_, _) =>
    {
        var version = Program.GetName().Version?.ToString(3) ?? "";
        return RestReply.WriteJsonAsync(context, new
        {
            v1 = options.AddressOf(context.Request, "/api/v1"),
            Version = "v1",
            identity.Value.NetServerVersion,
            identity.Value.NetServerAssembly,
            NetServer = $"Services83.EMail {version}",
            Services = "Services83",
            ServiceNamespace.Services83,
        });
    });

    /// <summary><c>GET /api/v1</c>: every address with its methods and what they do.</summary>
    public Task AddressesAsync(HttpContext context) => pipeline.RunAsync(context, "addresses", null, (_, _) =>
    {
        var addresses = RestOperations.All.ToDictionary(
            operation => options.AddressOf(context.Request, RestOperations.Path + operation.Name),
            operation => new Dictionary<string, string> { ["POST"] = Query(operation) + documentation.SummaryOf(operation.Method) });
        addresses.Add(options.AddressOf(context.Request, RestDoor.SessionPath), new Dictionary<string, string>
        {
            ["POST"] = "Logs a browser in: a cookie, and a token to send back in X-XSRF-TOKEN.",
            ["DELETE"] = "Logs the browser out.",
        });
        addresses.Add(
            options.AddressOf(context.Request, RestDoor.PrincipalPath), new Dictionary<string, string> { ["GET"] = "Returns the caller." });
        addresses.Add(
            options.AddressOf(context.Request, RestDoor.AssociatePath), new Dictionary<string, string> { ["POST"] = "?associateId={associateId} Returns a user." });
        return RestReply.WriteJsonAsync(context, addresses);
    });

    /// <summary><c>GET</c> on an operation: its description.</summary>
    public Task OperationAsync(HttpContext context) => pipeline.RunAsync(context, "description", null, (_, _) =>
    {
        var name = (string)context.Request.RouteValues["operation"]!;
        var operation = RestOperations.Find(name) ?? throw RestException.UnknownOperation(name);
        return RestReply.WriteJsonAsync(context, new
        {
            operation.Name,
            Method = "POST",
            Url = options.AddressOf(context.Request, RestOperations.Path + operation.Name),
            Description = documentation.SummaryOf(operation.Method),
            Parameters = operation.Parameters.Select((parameter, i) => new
            {
                Name = parameter.Place == RestPlace.Query ? parameter.QueryName : parameter.Name,
                Type = NameOf(parameter.Type),
                In = parameter.Place switch { RestPlace.Query => "query", RestPlace.Body => "body", _ => "property of the body" },
                Description = documentation.ParameterOf(operation.Method, i),
            }),
            Returns = operation.ResultType is { } result ? NameOf(result) : "nothing (204)",
            ReturnsDescription = documentation.ReturnsOf(operation.Method),
        });
    });

    private static string Query(RestOperation operation) => string.Concat(operation.Parameters
        .Where(parameter => parameter.Place == RestPlace.Query)
        .Select(parameter => $"?{parameter.QueryName}={{{parameter.QueryName}}} "));

    private static string NameOf(Type type) => type == typeof(byte[]) ? "base64"
        : type.IsArray ? NameOf(type.GetElementType()!) + "[]"
        : type == typeof(string) ? "string"
        : type == typeof(int) ? "int32"
        : type == typeof(bool) ? "bool"
        : type.Name;
}
