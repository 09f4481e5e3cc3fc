using System.Diagnostics;
using System.Net;
using Services83.EMail.Storage;

namespace Services83.EMail.Identity;

/// <summary>
/// How a call ended, for the caller and for our log; the same at every door. One per call, made when the call arrives.
/// </summary>
public sealed partial class CallReport(CallContext call, IHostEnvironment environment, ILogger<CallReport> logger)
{
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
                        ? "The server's database is busy. The same request may succeed in a moment."
                        : "The server's database cannot be used. Its operator finds the reason in the log.",
                    null, exception, new Dictionary<string, string>(StringComparer.Ordinal));
            default:
                return null;
        }
    }

    /// <summary>Logs who called which operation, from where, and how it ended.</summary>
    /// <param name="operation">The called operation.</param>
    /// <param name="outcome"><c>ok</c>, or the kind of error.</param>
    public void Log(string operation, string outcome) => LogCall(
        operation, call.Caller?.AssociateId ?? 0, call.RemoteAddress, outcome, Stopwatch.GetElapsedTime(_started).TotalMilliseconds);

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

    [LoggerMessage(1001, LogLevel.Information, "{Operation} for associate {AssociateId} from {Address}: {Outcome} in {Milliseconds:F1} ms")]
    private partial void LogCall(string operation, int associateId, IPAddress? address, string outcome, double milliseconds);

    [LoggerMessage(1002, LogLevel.Error, "{Operation}: the database failed")]
    private partial void LogStorage(Exception exception, string operation);
}

/// <summary>An error that is reported to the caller.</summary>
/// <param name="Kind">What it means for the caller.</param>
/// <param name="Info">The same in the form of the wire, with the details.</param>
public sealed record ToldError(ErrorKind Kind, SoExceptionInfo Info);
