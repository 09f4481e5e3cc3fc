using System.Diagnostics;
using Services83.EMail.Identity;
using Services83.EMail.Soap.ServiceModel;
using Services83.EMail.Storage;

namespace Services83.EMail.Hosting;

/// <summary>
/// What Services83 lays over plain SOAP: tickets and application tokens come in header blocks, and an application's errors go out
/// in <c>ExceptionInfo</c> with <c>Succeeded</c> false on HTTP 200, because that is where the clients look.
/// </summary>
internal sealed partial class AgentMessageInspector(
    CallContext call, ICallerAuthentication authentication, IHostEnvironment environment, ILogger<AgentMessageInspector> logger)
    : IDispatchMessageInspector
{
    private readonly long _started = Stopwatch.GetTimestamp();

    public async ValueTask AfterReceiveRequestAsync(OperationContext context)
    {
        call.Aborted = context.HttpContext.RequestAborted;
        call.RemoteAddress = context.HttpContext.Connection.RemoteIpAddress;
        switch (context.RequestHeaders)
        {
            case EMailRequestHeaders headers:
                ((ResponseHeaders)context.ReplyHeaders!).TimeZone = headers.TimeZone;
                call.ApplicationToken = headers.ApplicationToken;
                call.Caller = await authentication.AuthenticateAsync(headers.Credentials?.Ticket, headers.ApplicationToken, call.Aborted);
                break;
            case SoPrincipalRequestHeaders headers:
                call.ApplicationToken = headers.ApplicationToken;
                call.ProxyUserName = ProxyUser.NameOf(context.HttpContext);
                break;
        }
    }

    public ValueTask BeforeSendReplyAsync(OperationContext context)
    {
        var headers = (ResponseHeaders)context.ReplyHeaders!;
        var error = Describe(context);
        headers.Succeeded = context.Exception is null;
        headers.ExceptionInfo = error;
        headers.ExtraInfo = ExtraInfo();
        context.ExceptionHandled = error is not null;
        LogCall(
            context.Operation.Name, call.Caller?.AssociateId ?? 0, call.RemoteAddress,
            error?.ExceptionType ?? (context.Exception is null ? "ok" : "fault"), Stopwatch.GetElapsedTime(_started).TotalMilliseconds);
        return ValueTask.CompletedTask;
    }

    private SoExceptionInfo? Describe(OperationContext context)
    {
        switch (context.Exception)
        {
            case AgentException exception:
                return Info(exception.Message, exception.FriendlyText, exception.ExceptionType, exception, exception.Parameters);
            case StorageException exception:
                LogStorage(exception, context.Operation.Name);
                return Info(
                    exception.IsTransient
                        ? "The server's database is busy. The same request may succeed in a moment."
                        : "The server's database cannot be used. Its operator finds the reason in the log.",
                    null, "Storage", exception, new Dictionary<string, string>(StringComparer.Ordinal));
            default:
                return null;
        }
    }

    private SoExceptionInfo Info(
        string message, string? friendlyText, string type, Exception exception, IDictionary<string, string> parameters)
    {
        var info = new SoExceptionInfo
        {
            Message = message,
            FriendlyText = friendlyText ?? message,
            ExceptionType = type,
            Source = "Services83.EMail",
            StackTrace = environment.IsDevelopment() ? exception.StackTrace : null,
            Parameters = [],
        };
        foreach (var (name, value) in parameters)
        {
            info.Parameters[name] = value;
        }

        return info;
    }

    private SoExtraInfo? ExtraInfo()
    {
        if (call.ExtraInfo.Count == 0)
        {
            return null;
        }

        var info = new SoExtraInfo();
        foreach (var (name, value) in call.ExtraInfo)
        {
            info[name] = value;
        }

        return info;
    }

    [LoggerMessage(1001, LogLevel.Information, "{Operation} for associate {AssociateId} from {Address}: {Outcome} in {Milliseconds:F1} ms")]
    private partial void LogCall(string operation, int associateId, System.Net.IPAddress? address, string outcome, double milliseconds);

    [LoggerMessage(1002, LogLevel.Error, "{Operation}: the database failed")]
    private partial void LogStorage(Exception exception, string operation);
}
