using Microsoft.Extensions.Options;
using Services83.EMail.Identity;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.WebApi;

namespace Services83.EMail.Doors.Rest;

/// <summary>
/// <c>POST /api/v1/Agents/EMail/{operation}</c>: authenticates the caller before it reads the body, then calls the operation with the
/// arguments from query and body. This is the only class that knows about the several operations.
/// </summary>
internal sealed class OperationEndpoint(
    RestPipeline pipeline, RequestReader reader, RestAuthenticator authenticator, IOptions<IdentityOptions> identity, RestDoorOptions options)
{
    private const string ExtraInfoHeader = "SO-ExtraInfo-";

    /// <summary>Longer than any operation of the vendor.</summary>
    private const int MaxName = 100;

    /// <summary>Clients have limits for header fields.</summary>
    private const int MaxExtraInfo = 4000;

    public Task PostAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["operation"]!;
        return RestOperations.Find(name) is { } operation
            ? pipeline.RunAsync(context, operation.Name, OffersOf(operation), (call, format) => CallAsync(context, operation, call, format))
            : pipeline.RunAsync(context, "unknown operation", null, (call, _) => RelayAsync(context, name, call));
    }

    private static IReadOnlyList<ReplyFormat>? OffersOf(RestOperation operation) =>
        operation.ResultType is null ? null : ReplyFormat.Offers(operation);

    /// <summary>An engine with a server behind it may forward what this program does not know.</summary>
    private async Task RelayAsync(HttpContext context, string name, CallContext call)
    {
        if (context.RequestServices.GetService<IOperationRelay>() is not { IsEnabled: true } relay || !IsName(name))
        {
            throw RestException.UnknownOperation(name);
        }

        await authenticator.AuthenticateAsync(context, call);
        try
        {
            await relay.RelayAsync(context, name, options.Limits.MaxMessageBytes);
        }
        catch (AgentException exception) when (exception.GetBaseException() is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            throw ProtocolFault.TooLarge(options.Limits.MaxMessageBytes);
        }
    }

    private static bool IsName(string name) => name.Length <= MaxName && name.All(char.IsAsciiLetterOrDigit);

    private async Task CallAsync(HttpContext context, RestOperation operation, CallContext call, ReplyFormat format)
    {
        await authenticator.AuthenticateAsync(context, call);
        var request = context.Request;
        (call.Language, call.Culture) = RequestLanguage.Of(request);
        var clock = CallerClock.Parse(request.Headers[CallerClock.Header], identity.Value.BaseZone);
        call.TimeZone = clock.Zone;
        call.IsWebApi = true;
        context.Response.Headers[CallerClock.Header] = clock.Zone.Code;
        var shape = new ResultShape(Selection.Parse(request.Query["$select"]), clock);
        var arguments = await reader.ReadAsync(request, operation, call.Payer, call.Aborted);
        clock.ToUtc(operation, arguments);
        var agent = context.RequestServices.GetRequiredService<IWebEMailAgent>();
        var result = await operation.InvokeAsync(agent, arguments);
        AddExtraInfo(context.Response, call);
        if (operation.ResultType is null)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await RestReply.WriteAsync(context, format, operation.ResultType, result, shape);
    }

    /// <summary>Header fields cannot hold every character; the others are percent-encoded.</summary>
    private static void AddExtraInfo(HttpResponse response, CallContext call)
    {
        foreach (var (name, value) in call.ExtraInfo)
        {
            var text = value.Length <= MaxExtraInfo ? value : value[..MaxExtraInfo] + "...";
            response.Headers[ExtraInfoHeader + name] = Uri.EscapeDataString(text).Replace("%20", " ", StringComparison.Ordinal);
        }
    }
}
