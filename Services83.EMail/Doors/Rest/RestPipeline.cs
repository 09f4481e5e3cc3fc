using Services83.EMail.Identity;

namespace Services83.EMail.Doors.Rest;

/// <summary>Common to every address of the web API: sends errors as replies, and logs each call.</summary>
internal sealed partial class RestPipeline(RestErrors errors, RestDoorOptions options, ILogger<RestPipeline> logger)
{
    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">Name of the call, for the log.</param>
    /// <param name="negotiated">The formats of the result; null when no format is negotiated.</param>
    /// <param name="answer">Handles the request; its exceptions become error replies.</param>
    public async Task RunAsync(HttpContext context, string name, IReadOnlyList<ReplyFormat>? negotiated, Func<CallContext, ReplyFormat, Task> answer)
    {
        var call = context.RequestServices.GetRequiredService<CallContext>();
        var report = context.RequestServices.GetRequiredService<CallReport>();
        call.Receive(context);
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        var format = ReplyFormat.Choose(context.Request, negotiated ?? ReplyFormat.Values);
        var (error, reason) = ((string?)null, (string?)null);
        try
        {
            if (format is null && negotiated is not null)
            {
                throw RestException.NotAcceptable(negotiated.Select(offer => offer.MediaType));
            }

            CrossSite.Refuse(context.Request, options);
            await answer(call, format ?? ReplyFormat.Json);
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested)
        {
            (error, reason) = ("aborted", "the client disconnected");
            call.ReplyFailed();
            LogAborted(name, exception);
        }
        catch (Exception exception)
        {
            call.ReplyFailed();
            (error, reason) = await errors.WriteAsync(context, format ?? ReplyFormat.Json, report, name, exception);
        }

        report.Log("rest", name, error, reason);
    }

    [LoggerMessage(6002, LogLevel.Debug, "{Operation} at the web API: the client disconnected")]
    private partial void LogAborted(string operation, Exception exception);
}
