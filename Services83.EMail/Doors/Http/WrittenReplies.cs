using Services83.EMail.Identity;

namespace Services83.EMail.Doors.Http;

/// <summary>Tells a call of either door that its reply has been written to its end, see <see cref="CallContext.OnReplyWritten"/>.</summary>
internal static partial class WrittenReplies
{
    public static IApplicationBuilder UseWrittenReplies(this IApplicationBuilder app) => app.Use(RunAsync);

    /// <summary>
    /// A client that has gone by now counts as one that did not get the reply: then it gets the same again, which is better than nothing.
    /// </summary>
    internal static async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.RequestAborted.IsCancellationRequested || context.Response.StatusCode is < 200 or > 299)
        {
            return;
        }

        try
        {
            await context.RequestServices.GetRequiredService<CallContext>().ReplyWrittenAsync();
        }
        catch (Exception exception)
        {
            // The reply is out. What could not be noted happens again with the next call.
            LogFailed(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(WrittenReplies)), exception);
        }
    }

    [LoggerMessage(202, LogLevel.Error, "What was to be noted after a reply could not be")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
