using System.Globalization;
using Microsoft.Extensions.Options;
using Services83.EMail.Identity;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.WebApi;

namespace Services83.EMail.Doors.Rest;

/// <summary>Every error as an HTTP status with the same error object that SOAP clients find in <c>ExceptionInfo</c>.</summary>
internal sealed partial class RestErrors(RestDoorOptions options, IOptions<IdentityOptions> identity, ILogger<RestErrors> logger)
{
    private const string Busy = "5";

    /// <summary>Sends the error, unless the reply has begun or the client has disconnected.</summary>
    /// <param name="context">The request.</param>
    /// <param name="format">As negotiated; if it is raw bytes for a result, errors are JSON.</param>
    /// <param name="report">The report of this call.</param>
    /// <param name="operation">The called operation.</param>
    /// <param name="exception">What went wrong.</param>
    /// <returns>The kind of error and its text, for the log.</returns>
    public async Task<(string Kind, string? Reason)> WriteAsync(HttpContext context, ReplyFormat format, CallReport report, string operation, Exception exception)
    {
        var (status, error) = Describe(report, operation, exception);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return (error.ExceptionType!, error.Message);
        }

        context.Response.StatusCode = status;
        SetHeaders(context, status, exception);
        var errorFormat = format.Kind == ReplyKind.Octets ? ReplyFormat.Json : format;
        await RestReply.WriteAsync(context, errorFormat, typeof(SoExceptionInfo), error, new ResultShape(null, null));
        return (error.ExceptionType!, error.Message);
    }

    private (int Status, SoExceptionInfo Error) Describe(CallReport report, string operation, Exception exception)
    {
        if (report.Describe(operation, exception) is { } told)
        {
            return (StatusOf(told.Kind), told.Info);
        }

        switch (exception)
        {
            case RestException refused:
                return (StatusOf(refused.Kind), Info(refused.Kind, refused.Message, refused.Parameters));
            case RestFormatException wrong:
                return (StatusOf(RestErrorKind.InvalidRequest), Info(RestErrorKind.InvalidRequest, Sentence(wrong), Place(wrong)));
            // The code that reads bodies belongs to SOAP, where a refusal is a fault.
            case FaultException fault:
                return (fault.StatusCode, Info(KindOf(fault.StatusCode), fault.Message));
            case BadHttpRequestException bad:
                return (bad.StatusCode, Info(KindOf(bad.StatusCode), bad.Message));
            // The same request may succeed when others need less memory at the same time.
            case OutOfMemoryException:
                LogUnhandled(exception, operation);
                return Describe(report, operation, ProtocolFault.Busy());
            default:
                LogUnhandled(exception, operation);
                var info = Info(RestErrorKind.Internal, "The server failed. Its operator finds the reason in the log.");
                info.StackTrace = options.ShowsStackTraces ? exception.ToString() : null;
                return (StatusOf(RestErrorKind.Internal), info);
        }
    }

    internal static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidArgument => StatusCodes.Status400BadRequest,
        ErrorKind.NotAuthenticated => StatusCodes.Status401Unauthorized,
        ErrorKind.AccessDenied or ErrorKind.ForbiddenMailServer => StatusCodes.Status403Forbidden,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        // Not a 5xx, which clients and proxies repeat by themselves: the message may have been delivered.
        ErrorKind.DeliveryUncertain => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.Throttled => StatusCodes.Status429TooManyRequests,
        ErrorKind.MailServer or ErrorKind.Upstream => StatusCodes.Status502BadGateway,
        ErrorKind.Storage => StatusCodes.Status503ServiceUnavailable,
    };

    internal static int StatusOf(RestErrorKind kind) => kind switch
    {
        RestErrorKind.InvalidRequest => StatusCodes.Status400BadRequest,
        RestErrorKind.CrossSite => StatusCodes.Status403Forbidden,
        RestErrorKind.UnknownOperation or RestErrorKind.UnknownAddress => StatusCodes.Status404NotFound,
        RestErrorKind.MethodNotAllowed => StatusCodes.Status405MethodNotAllowed,
        RestErrorKind.NotAcceptable => StatusCodes.Status406NotAcceptable,
        RestErrorKind.TooSlow => StatusCodes.Status408RequestTimeout,
        RestErrorKind.NotChanged => StatusCodes.Status412PreconditionFailed,
        RestErrorKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RestErrorKind.UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
        RestErrorKind.ReplyTooLarge or RestErrorKind.Internal => StatusCodes.Status500InternalServerError,
        RestErrorKind.Busy => StatusCodes.Status503ServiceUnavailable,
    };

    private void SetHeaders(HttpContext context, int status, Exception exception)
    {
        if (exception is AgentException { RetryAfter: { } time })
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return;
        }

        switch (status)
        {
            case StatusCodes.Status401Unauthorized:
                // An Online installation accepts no Basic. And with Basic a browser would ask its user for a password when a page's session
                // has ended.
                var takesPasswords = identity.Value.Deployment == Deployment.OnSite && !SessionCookies.AreIn(context.Request);
                string[] schemes = takesPasswords ? ["Basic", "SoTicket", "Bearer"] : ["SoTicket", "Bearer"];
                context.Response.Headers.WWWAuthenticate = schemes.Select(scheme => $"{scheme} realm=\"Services83\", charset=\"UTF-8\"").ToArray();
                break;
            case StatusCodes.Status503ServiceUnavailable:
                context.Response.Headers.RetryAfter = Busy;
                break;
        }
    }

    /// <summary>The kind of a refusal that has its own status.</summary>
    private static RestErrorKind KindOf(int status) => status switch
    {
        StatusCodes.Status408RequestTimeout => RestErrorKind.TooSlow,
        StatusCodes.Status413PayloadTooLarge => RestErrorKind.TooLarge,
        StatusCodes.Status415UnsupportedMediaType => RestErrorKind.UnsupportedMediaType,
        StatusCodes.Status500InternalServerError => RestErrorKind.ReplyTooLarge,
        StatusCodes.Status503ServiceUnavailable => RestErrorKind.Busy,
        _ => RestErrorKind.InvalidRequest,
    };

    private static string Sentence(RestFormatException wrong)
    {
        // Our own messages continue after the name; those of a parser are sentences.
        var goesOn = wrong.Message.Length > 0 && char.IsLower(wrong.Message[0]);
        var subject = wrong.Path.Length > 0 ? RestException.Clip(wrong.Path) + (goesOn ? " " : ": ") : goesOn ? "The body " : "";
        var place = wrong.Line is null ? "" : $" (line {wrong.Line}, position {wrong.Column})";
        return $"{subject}{wrong.Message.TrimEnd('.', ' ')}{place}.";
    }

    private static Dictionary<string, string> Place(RestFormatException wrong)
    {
        var place = new Dictionary<string, string>(StringComparer.Ordinal);
        if (wrong.Path.Length > 0)
        {
            place["argument"] = RestException.Clip(wrong.Path);
        }

        if (wrong.Line is { } line && wrong.Column is { } column)
        {
            place["line"] = line.ToString(CultureInfo.InvariantCulture);
            place["position"] = column.ToString(CultureInfo.InvariantCulture);
        }

        return place;
    }

    private static SoExceptionInfo Info(RestErrorKind kind, string message, IDictionary<string, string>? parameters = null)
    {
        var info = new SoExceptionInfo
        {
            Message = message,
            FriendlyText = message,
            ExceptionType = kind.ToString(),
            Source = "Services83.EMail",
            Parameters = [],
        };
        foreach (var (name, value) in parameters ?? new Dictionary<string, string>())
        {
            info.Parameters[name] = value;
        }

        return info;
    }

    [LoggerMessage(6001, LogLevel.Error, "{Operation} at the web API: unexpected error")]
    private partial void LogUnhandled(Exception exception, string operation);
}
