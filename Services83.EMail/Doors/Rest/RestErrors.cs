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

    /// <summary>HTTP status by the kind of error that an operation ended with. A test holds that no kind is missing.</summary>
    internal static readonly IReadOnlyDictionary<string, int> StatusOf = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["InvalidArgument"] = StatusCodes.Status400BadRequest,
        ["NotAuthenticated"] = StatusCodes.Status401Unauthorized,
        ["AccessDenied"] = StatusCodes.Status403Forbidden,
        ["NotFound"] = StatusCodes.Status404NotFound,
        ["Throttled"] = StatusCodes.Status429TooManyRequests,
        ["MailServer"] = StatusCodes.Status502BadGateway,
        ["Upstream"] = StatusCodes.Status502BadGateway,
        // Not a 5xx, which clients and proxies repeat by themselves: the message may have been delivered.
        ["DeliveryUncertain"] = StatusCodes.Status422UnprocessableEntity,
        [CallReport.Storage] = StatusCodes.Status503ServiceUnavailable,
    };

    /// <summary>Answers with the error, unless the reply has begun or nobody waits for it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="format">As negotiated; octets for a result mean JSON for an error.</param>
    /// <param name="report">Of this call.</param>
    /// <param name="operation">What was called.</param>
    /// <param name="exception">What went wrong.</param>
    /// <returns>The kind of error, for the log.</returns>
    public async Task<string> WriteAsync(HttpContext context, ReplyFormat format, CallReport report, string operation, Exception exception)
    {
        var (status, error) = Describe(report, operation, exception);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return error.ExceptionType!;
        }

        context.Response.StatusCode = status;
        SetHeaders(context, status, exception);
        var errorFormat = format.Kind == ReplyKind.Octets ? ReplyFormat.Json : format;
        await RestReply.WriteAsync(context, errorFormat, typeof(SoExceptionInfo), error, new ResultShape(null, null));
        return error.ExceptionType!;
    }

    private (int Status, SoExceptionInfo Error) Describe(CallReport report, string operation, Exception exception)
    {
        if (report.Describe(operation, exception) is { } known)
        {
            return (StatusFor(exception, known.ExceptionType!), known);
        }

        switch (exception)
        {
            case RestException refused:
                return (refused.Status, Info(refused.Type, refused.Message, refused.Parameters));
            case RestFormatException wrong:
                return (StatusCodes.Status400BadRequest, Info(nameof(RestException.InvalidRequest), Sentence(wrong), Place(wrong)));
            // What reads bodies belongs to SOAP, where a refusal is a fault.
            case FaultException fault:
                return (fault.StatusCode, Info(TypeOf(fault.StatusCode), fault.Message));
            case BadHttpRequestException bad:
                return (bad.StatusCode, Info(TypeOf(bad.StatusCode), bad.Message));
            // The same may succeed when others do not need so much at the same time.
            case OutOfMemoryException:
                LogUnhandled(exception, operation);
                return Describe(report, operation, ProtocolFault.Busy());
            default:
                LogUnhandled(exception, operation);
                var info = Info("Internal", "The server failed. Its operator finds the reason in the log.");
                info.StackTrace = options.ShowsStackTraces ? exception.ToString() : null;
                return (StatusCodes.Status500InternalServerError, info);
        }
    }

    private static int StatusFor(Exception exception, string type) => exception is MailServerException { IsForbidden: true }
        ? StatusCodes.Status403Forbidden
        : StatusOf.GetValueOrDefault(type, StatusCodes.Status500InternalServerError);

    private void SetHeaders(HttpContext context, int status, Exception exception)
    {
        var wait = exception switch
        {
            UpstreamException upstream => upstream.RetryAfter,
            ThrottledException throttled => throttled.RetryAfter,
            _ => null as TimeSpan?,
        };
        if (wait is { } time)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return;
        }

        switch (status)
        {
            case StatusCodes.Status401Unauthorized:
                // Online takes no passwords this way; and a browser would ask the user for one when a page's session has ended.
                var takesPasswords = identity.Value.Deployment == Deployment.OnSite && !SessionCookies.AreIn(context.Request);
                string[] schemes = takesPasswords ? ["Basic", "SoTicket", "Bearer"] : ["SoTicket", "Bearer"];
                context.Response.Headers.WWWAuthenticate = schemes.Select(scheme => $"{scheme} realm=\"Services83\", charset=\"UTF-8\"").ToArray();
                break;
            case StatusCodes.Status503ServiceUnavailable:
                context.Response.Headers.RetryAfter = Busy;
                break;
        }
    }

    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status408RequestTimeout => "TooSlow",
        StatusCodes.Status413PayloadTooLarge => "TooLarge",
        StatusCodes.Status415UnsupportedMediaType => nameof(RestException.UnsupportedMediaType),
        StatusCodes.Status500InternalServerError => "ReplyTooLarge",
        StatusCodes.Status503ServiceUnavailable => "Busy",
        _ => nameof(RestException.InvalidRequest),
    };

    private static string Sentence(RestFormatException wrong)
    {
        // Our own words go on from the name; those of a parser are sentences.
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

    private static SoExceptionInfo Info(string type, string message, IDictionary<string, string>? parameters = null)
    {
        var info = new SoExceptionInfo
        {
            Message = message,
            FriendlyText = message,
            ExceptionType = type,
            Source = "Services83.EMail",
            Parameters = [],
        };
        foreach (var (name, value) in parameters ?? new Dictionary<string, string>())
        {
            info.Parameters[name] = value;
        }

        return info;
    }

    [LoggerMessage(6001, LogLevel.Error, "{Operation} at the web API: an error that nobody expected")]
    private partial void LogUnhandled(Exception exception, string operation);
}
