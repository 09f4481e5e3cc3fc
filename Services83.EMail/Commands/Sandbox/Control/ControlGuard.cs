namespace Services83.EMail.Commands.Sandbox.Control;

/// <summary>
/// Refuses what a web page could send: requests under another name that leads here (DNS rebinding), requests that a browser marks with their
/// origin, and bodies of the kinds that a page may send without asking first. Tells errors as JSON.
/// </summary>
internal static class ControlGuard
{
    private static readonly string[] Names = ["127.0.0.1", "localhost"];

    public static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (Refusal(context.Request) is var (status, reason))
        {
            await TellAsync(context, status, reason);
            return;
        }

        try
        {
            await next(context);
        }
        catch (ControlException exception)
        {
            await TellAsync(context, exception.Status, exception.Message);
        }
        catch (BadHttpRequestException exception)
        {
            await TellAsync(context, exception.StatusCode, $"{exception.Message} {exception.InnerException?.Message}".Trim());
        }
    }

    private static (int Status, string Reason)? Refusal(HttpRequest request)
    {
        if (!Names.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            return (StatusCodes.Status403Forbidden, "The sandbox is controlled under the names 127.0.0.1 and localhost only.");
        }

        if (request.Headers.Origin.Count > 0)
        {
            return (StatusCodes.Status403Forbidden, "Web pages cannot control the sandbox: leave out the header Origin.");
        }

        return HttpMethods.IsPost(request.Method) && request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() is not ("application/json" or MailboxEndpoints.MessageType)
            ? (StatusCodes.Status415UnsupportedMediaType, $"A POST needs the header Content-Type: application/json, or {MailboxEndpoints.MessageType} for a message.")
            : null;
    }

    private static Task TellAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error = reason }, context.RequestAborted);
    }
}

/// <summary>A request cannot be done; the message says why.</summary>
internal sealed class ControlException(int status, string message) : Exception(message)
{
    /// <summary>Of HTTP.</summary>
    public int Status => status;

    public static ControlException Wrong(string message) => new(StatusCodes.Status400BadRequest, message);

    public static ControlException Missing(string message) => new(StatusCodes.Status404NotFound, message);
}
