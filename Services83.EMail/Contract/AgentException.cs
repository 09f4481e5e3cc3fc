namespace Services83;

/// <summary>
/// An error that is meant for the caller: it is sent in the <c>ExceptionInfo</c> header with <c>Succeeded</c> false. Any other exception of
/// an operation becomes a fault without details.
/// </summary>
/// <param name="kind">What it means for the caller.</param>
/// <param name="message">What went wrong, for readers of the client's log. Never contains a secret.</param>
/// <param name="innerException">The cause, for our own log only.</param>
public abstract class AgentException(ErrorKind kind, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What it means for the caller; its <see cref="ErrorKinds.WireName"/> is the <c>ExceptionType</c> of the wire.</summary>
    public ErrorKind Kind { get; protected init; } = kind;

    /// <summary>Text for the person in front of the client; <see cref="Exception.Message"/> when not given.</summary>
    public string? FriendlyText { get; init; }

    /// <summary>How long to wait before the same request may succeed; null when this is not known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Details for programs, such as the id that was not found.</summary>
    public IDictionary<string, string> Parameters { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>The caller could not be authenticated: bad, expired or missing ticket, password or application token.</summary>
public sealed class NotAuthenticatedException(string message) : AgentException(ErrorKind.NotAuthenticated, message);

/// <summary>The caller is known but may not do this.</summary>
public sealed class AccessDeniedException(string message) : AgentException(ErrorKind.AccessDenied, message);

/// <summary>Nothing has the given id or name, or the caller may not see it; <c>Parameters</c> holds the id or name.</summary>
public sealed class EntityNotFoundException : AgentException
{
    public EntityNotFoundException(string message, string argument, string value)
        : base(ErrorKind.NotFound, message) => Parameters[argument] = value;
}

/// <summary>A value in the request cannot be used; <c>Parameters["argument"]</c> names it.</summary>
public sealed class InvalidArgumentException : AgentException
{
    public InvalidArgumentException(string argument, string message)
        : base(ErrorKind.InvalidArgument, message) => Parameters["argument"] = argument;
}

/// <summary>Too many attempts or too much work at once; the same request may succeed later, after 30 seconds unless said otherwise.</summary>
public sealed class ThrottledException : AgentException
{
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(30);

    public ThrottledException(string message)
        : base(ErrorKind.Throttled, message) => RetryAfter = UsualWait;
}

/// <summary>A mail server could not be reached or refused; <c>Parameters["server"]</c> names it.</summary>
public sealed class MailServerException : AgentException
{
    public MailServerException(string server, string message, bool transient, Exception? innerException = null)
        : base(ErrorKind.MailServer, message, innerException)
    {
        Parameters["server"] = server;
        IsTransient = transient;
    }

    /// <summary>Whether a retry may help: true for a broken connection, false for a refused password.</summary>
    public bool IsTransient { get; }

    /// <summary>Whether a setting forbids connections to that server, whatever state the server is in.</summary>
    public bool IsForbidden
    {
        get => Kind == ErrorKind.ForbiddenMailServer;
        init => Kind = value ? ErrorKind.ForbiddenMailServer : ErrorKind.MailServer;
    }
}

/// <summary>
/// The server behind this one failed, so the call failed; <c>Parameters</c> says which server (<c>tenant</c>), how it failed
/// (<c>reason</c>, stable names), and, if it answered, with which HTTP status (<c>status</c>) and error (<c>upstreamType</c>).
/// </summary>
public sealed class UpstreamException : AgentException
{
    /// <param name="kind"><see cref="ErrorKind.Upstream"/>, or the kind of error that the server behind reported.</param>
    /// <param name="tenant">Which server.</param>
    /// <param name="reason">How it failed.</param>
    /// <param name="message">The same for people.</param>
    /// <param name="innerException">The cause, for our own log only.</param>
    public UpstreamException(ErrorKind kind, string tenant, UpstreamFailure reason, string message, Exception? innerException = null)
        : base(kind, message, innerException)
    {
        Reason = reason;
        Parameters["tenant"] = tenant;
        Parameters["reason"] = reason.ToString();
    }

    /// <summary>How it failed.</summary>
    public UpstreamFailure Reason { get; }
}

/// <summary>
/// A message was sent and no answer came, so it is unknown whether it was delivered; <c>Parameters["server"]</c> names the server. If it is
/// sent again, it may be delivered twice.
/// </summary>
public sealed class DeliveryUncertainException : AgentException
{
    public DeliveryUncertainException(string server, string message, Exception? innerException = null)
        : base(ErrorKind.DeliveryUncertain, message, innerException) => Parameters["server"] = server;
}
