using System.Diagnostics;
using System.Net;
using Services83.EMail.RecentCalls;
using Services83.EMail.Storage;
using Services83.EMail.Telemetry;

namespace Services83.EMail.Identity;

/// <summary>
/// How a call ended, for the caller and for our log; the same at every door. One per call, made when the call arrives.
/// </summary>
public sealed partial class CallReport(
    CallContext call, CallMetrics metrics, CallCollector recent, TimeProvider time, IHostEnvironment environment, ILogger<CallReport> logger)
{
    private const string Nobody = "nobody";
    private const int MaxReasonLength = 500;

    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>The part of an error that the caller may see; null when it may see nothing.</summary>
    /// <param name="operation">The called operation, for the log.</param>
    /// <param name="error">The operation's exception; null when it succeeded.</param>
    public ToldError? Describe(string operation, Exception? error)
    {
        switch (error)
        {
            case AgentException exception:
                return Tell(exception.Kind, exception.Message, exception.FriendlyText, exception, exception.Parameters);
            case StorageException exception:
                LogStorage(exception, operation);
                return Tell(
                    ErrorKind.Storage,
                    exception.IsTransient
                        ? "The server's database is busy, or its disk is full. The same request may succeed later."
                        : "The server's database cannot be used. Its operator finds the reason in the log.",
                    null, exception, new Dictionary<string, string>(StringComparer.Ordinal));
            default:
                return null;
        }
    }

    /// <summary>Logs, measures and lists who called which operation, from where, and how it ended.</summary>
    /// <param name="door"><c>soap</c> or <c>rest</c>.</param>
    /// <param name="operation">The called operation; one of a fixed list.</param>
    /// <param name="error">The kind of error; null when the call succeeded.</param>
    /// <param name="reason">What the caller is told about the error.</param>
    public void Log(string door, string operation, string? error = null, string? reason = null)
    {
        var elapsed = Stopwatch.GetElapsedTime(_started);
        reason = error is null ? null : OneLine(reason);
        metrics.Add(door, operation, error, elapsed);
        Name(Activity.Current, door, operation, error, reason);
        recent.Add(Recent(door, operation, error, reason, elapsed));
        var caller = call.Caller;
        if (error is null)
        {
            LogCall(operation, caller?.LoginName ?? Nobody, caller?.AssociateId ?? 0, call.RemoteAddress, elapsed.TotalMilliseconds);
        }
        else
        {
            LogRefused(operation, caller?.LoginName ?? Nobody, caller?.AssociateId ?? 0, call.RemoteAddress, error, elapsed.TotalMilliseconds, reason);
        }
    }

    private RecentCall Recent(string door, string operation, string? error, string? reason, TimeSpan elapsed)
    {
        var loginName = call.Caller?.LoginName ?? call.AcceptedName;
        return new RecentCall
        {
            Kind = KindOf(loginName, error),
            CalledAt = time.GetUtcNow() - elapsed,
            Door = door,
            Operation = operation,
            LoginName = loginName,
            AssociateId = call.Caller?.AssociateId,
            Tenant = call.TenantName,
            Address = call.RemoteAddress?.ToString(),
            Microseconds = (long)elapsed.TotalMicroseconds,
            Error = error,
            Reason = reason,
        };
    }

    private CallKind KindOf(string? loginName, string? error) => (loginName, error) switch
    {
        (not null, null) => CallKind.Succeeded,
        (not null, _) => CallKind.Failed,
        (null, null) when call.IsCheckedByTenant => CallKind.Succeeded,
        _ => CallKind.Nobody,
    };

    /// <summary>The span of the HTTP request gets the name of the call.</summary>
    private void Name(Activity? span, string door, string operation, string? error, string? reason)
    {
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        span.DisplayName = operation;
        span.SetTag(Attributes.RpcSystem, door).SetTag(Attributes.RpcMethod, operation).SetTag(Attributes.UserName, call.Caller?.LoginName);
        if (error is not null)
        {
            span.Fail(error, reason ?? "");
        }
    }

    /// <summary>A caller's text must not look like another line of the log.</summary>
    private static string OneLine(string? text)
    {
        var beginning = text is { Length: > MaxReasonLength } ? text[..MaxReasonLength] + "..." : text ?? "";
        return string.Concat(beginning.Select(letter => char.IsControl(letter) ? ' ' : letter));
    }

    private ToldError Tell(
        ErrorKind kind, string message, string? friendlyText, Exception exception, IDictionary<string, string> parameters)
    {
        var info = new SoExceptionInfo
        {
            Message = message,
            FriendlyText = friendlyText ?? message,
            ExceptionType = kind.WireName(),
            Source = "Services83.EMail",
            StackTrace = environment.IsDevelopment() ? exception.StackTrace : null,
            Parameters = [],
        };
        foreach (var (name, value) in parameters)
        {
            info.Parameters[name] = value;
        }

        return new ToldError(kind, info);
    }

    [LoggerMessage(1001, LogLevel.Information, "{Operation} for {LoginName} ({AssociateId}) from {Address}: ok in {Milliseconds:F1} ms")]
    private partial void LogCall(string operation, string loginName, int associateId, IPAddress? address, double milliseconds);

    [LoggerMessage(1003, LogLevel.Information, "{Operation} for {LoginName} ({AssociateId}) from {Address}: {Error} in {Milliseconds:F1} ms: {Reason}")]
    private partial void LogRefused(string operation, string loginName, int associateId, IPAddress? address, string error, double milliseconds, string? reason);

    [LoggerMessage(1002, LogLevel.Error, "{Operation}: the database failed")]
    private partial void LogStorage(Exception exception, string operation);
}

/// <summary>An error that is reported to the caller.</summary>
/// <param name="Kind">What it means for the caller.</param>
/// <param name="Info">The same in the form of the wire, with the details.</param>
public sealed record ToldError(ErrorKind Kind, SoExceptionInfo Info);
