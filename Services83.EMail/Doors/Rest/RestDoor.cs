using Services83.EMail.Doors.Rest.OpenApi;
using Services83.EMail.Soap.Limits;
using Services83.EMail.WebApi;

namespace Services83.EMail.Doors.Rest;

/// <summary>The web API at the vendor's addresses: the operations of <see cref="IWebEMailAgent"/> in JSON and XML.</summary>
internal static class RestDoor
{
    public const string SessionPath = "/api/v1/session";

    public const string PrincipalPath = "/api/v1/User/currentPrincipal";

    public const string AssociatePath = "/api/v1/Agents/Associate/GetAssociate";

    private const string OperationPath = RestOperations.Path + "{operation}";

    /// <summary>Registers what the door needs in addition to identity and an engine.</summary>
    public static IServiceCollection AddRestDoor(this IServiceCollection services, Func<IServiceProvider, RestDoorOptions> options)
    {
        services.AddSingleton(options);
        services.AddSingleton(provider => new ReplyLimits(provider.GetRequiredService<RestDoorOptions>().Limits));
        services.AddSingleton<ContractDocumentation>();
        services.AddSingleton<RestErrors>();
        services.AddSingleton<RestPipeline>();
        services.AddSingleton<RequestReader>();
        services.AddSingleton<PasswordTickets>();
        services.AddSingleton<RestAuthenticator>();
        services.AddSingleton<OperationEndpoint>();
        services.AddSingleton<SessionEndpoint>();
        services.AddSingleton<PrincipalEndpoint>();
        services.AddSingleton<AssociateEndpoint>();
        services.AddSingleton<InfoEndpoints>();
        ReplyCompression.Register(services);
        services.AddSingleton<OpenApiEndpoint>();
        return services;
    }

    /// <summary>What handles requests and replies before and after the addresses of the door.</summary>
    public static void UseRestDoor(this WebApplication app) => ReplyCompression.Use(app);

    public static void MapRestDoor(this WebApplication app)
    {
        // The page's address of the description is relative, so that it is right under a path base and behind a proxy.
        app.UseSwaggerUI(page =>
        {
            page.SwaggerEndpoint(".." + OpenApiEndpoint.Path, "Services83 EMail agent");
            page.DocumentTitle = "Services83 EMail agent";
        });
        var services = app.Services;
        var operations = services.GetRequiredService<OperationEndpoint>();
        var info = services.GetRequiredService<InfoEndpoints>();
        var session = services.GetRequiredService<SessionEndpoint>();
        app.MapMethods(OperationPath, [HttpMethods.Post], operations.PostAsync);
        app.MapMethods(OperationPath, [HttpMethods.Get, HttpMethods.Head], info.OperationAsync);
        app.MapMethods(SessionPath, [HttpMethods.Post], session.PostAsync);
        app.MapMethods(SessionPath, [HttpMethods.Delete], session.DeleteAsync);
        app.MapMethods(PrincipalPath, [HttpMethods.Get, HttpMethods.Head], services.GetRequiredService<PrincipalEndpoint>().GetAsync);
        app.MapMethods(AssociatePath, [HttpMethods.Post], services.GetRequiredService<AssociateEndpoint>().PostAsync);
        app.MapMethods("/api", [HttpMethods.Get, HttpMethods.Head], info.VersionsAsync);
        app.MapMethods("/api/v1", [HttpMethods.Get, HttpMethods.Head], info.AddressesAsync);
        app.MapMethods(OpenApiEndpoint.Path, [HttpMethods.Get, HttpMethods.Head], services.GetRequiredService<OpenApiEndpoint>().GetAsync);
        MapRefusals(app, services.GetRequiredService<RestPipeline>());
    }

    /// <summary>For other methods and other addresses the reply is the same error object as for all errors.</summary>
    private static void MapRefusals(IEndpointRouteBuilder app, RestPipeline pipeline)
    {
        (string Path, string Methods)[] known =
        [
            (OperationPath, "GET, HEAD, POST, OPTIONS"), (SessionPath, "POST, DELETE, OPTIONS"), (PrincipalPath, "GET, HEAD, OPTIONS"),
            (AssociatePath, "POST, OPTIONS"),
            ("/api", "GET, HEAD, OPTIONS"), ("/api/v1", "GET, HEAD, OPTIONS"),
        ];
        foreach (var (path, methods) in known)
        {
            // Methods that are mapped above take precedence over a mapping without a method.
            app.Map(path, (RequestDelegate)(context => pipeline.RunAsync(context, "method", null, (_, _) =>
            {
                context.Response.Headers.Allow = methods;
                if (!HttpMethods.IsOptions(context.Request.Method))
                {
                    throw RestException.MethodNotAllowed(context.Request.Method);
                }

                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            })));
        }

        app.Map("/api/{**path}", (RequestDelegate)(context =>
            pipeline.RunAsync(context, "address", null, (_, _) => throw RestException.UnknownAddress((string?)context.Request.RouteValues["path"] ?? ""))));
    }
}
