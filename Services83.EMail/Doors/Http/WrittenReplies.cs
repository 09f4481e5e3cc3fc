using Services83.EMail.Identity;

namespace Services83.EMail.Doors.Http;

/// <summary>Tells a call of both doors that its reply was sent completely, see <see cref="CallContext.OnReplyWritten"/>.</summary>
internal static partial class WrittenReplies
{
    public static IApplicationBuilder UseWrittenReplies(this IApplicationBuilder app) => app.Use(RunAsync);

    /// <summary>
    /// If the client has disconnected by now, its reply counts as not received: it then gets the same data again, which is better than
    /// losing it.
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
            // The reply is sent. If its result could not be stored, the next call returns the same data again.
            LogFailed(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(WrittenReplies)), exception);
        }
    }

    [LoggerMessage(202, LogLevel.Error, "Storing the result of a sent reply failed")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
