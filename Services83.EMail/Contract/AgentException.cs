namespace Services83;

/// <summary>
/// An error that the caller is meant to see: it travels in the <c>ExceptionInfo</c> header with <c>Succeeded</c> false,
/// while anything else that escapes an operation is a fault without details.
/// </summary>
/// <param name="message">What went wrong, for whoever reads the client's log. Never holds a secret.</param>
/// <param name="innerException">The cause, for our own log only.</param>
public abstract class AgentException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Stable name of the kind of error, the <c>ExceptionType</c> of the wire; the same in every version.</summary>
    public abstract string ExceptionType { get; }

    /// <summary>Text for the person in front of the client; <see cref="Exception.Message"/> when not given.</summary>
    public string? FriendlyText { get; init; }

    /// <summary>Details for machines, such as the id that was not found.</summary>
    public IDictionary<string, string> Parameters { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>The caller is not who it says: bad, expired or missing ticket, password or application token.</summary>
public sealed class NotAuthenticatedException(string message) : AgentException(message)
{
    public override string ExceptionType => "NotAuthenticated";
}

/// <summary>The caller is known but may not do this.</summary>
public sealed class AccessDeniedException(string message) : AgentException(message)
{
    public override string ExceptionType => "AccessDenied";
}

/// <summary>There is nothing under the given id or name, or nothing that this caller may see; <c>Parameters</c> holds it.</summary>
public sealed class EntityNotFoundException : AgentException
{
    public EntityNotFoundException(string message, string argument, string value)
        : base(message) => Parameters[argument] = value;

    public override string ExceptionType => "NotFound";
}

/// <summary>A value in the request cannot be used; <c>Parameters["argument"]</c> names it.</summary>
public sealed class InvalidArgumentException : AgentException
{
    public InvalidArgumentException(string argument, string message)
        : base(message) => Parameters["argument"] = argument;

    public override string ExceptionType => "InvalidArgument";
}

/// <summary>Too many attempts or too much work at once; the same request may succeed later.</summary>
public sealed class ThrottledException(string message) : AgentException(message)
{
    public override string ExceptionType => "Throttled";

    /// <summary>How long to wait before the same request may succeed.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>A mail server could not be reached or refused; <c>Parameters["server"]</c> names it.</summary>
public sealed class MailServerException : AgentException
{
    public MailServerException(string server, string message, bool transient, Exception? innerException = null)
        : base(message, innerException)
    {
        Parameters["server"] = server;
        IsTransient = transient;
    }

    public override string ExceptionType => "MailServer";

    /// <summary>Whether waiting may help: true for a broken line, false for a refused password.</summary>
    public bool IsTransient { get; }

    /// <summary>Whether this installation does not connect to that server at all, whatever state the server is in.</summary>
    public bool IsForbidden { get; init; }
}

/// <summary>
/// The server behind this one failed, so that the call came to nothing; <c>Parameters</c> says which (<c>tenant</c>), how
/// (<c>reason</c>, stable names), and, where it answered, with which HTTP status (<c>status</c>) and error (<c>upstreamType</c>).
/// </summary>
public sealed class UpstreamException : AgentException
{
    /// <param name="type">What the failure is for the caller: <c>Upstream</c>, or the kind of error that the server behind reported.</param>
    /// <param name="tenant">Which server.</param>
    /// <param name="reason">How it failed, one word.</param>
    /// <param name="message">The same for people.</param>
    /// <param name="innerException">The cause, for our own log only.</param>
    public UpstreamException(string type, string tenant, string reason, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        (ExceptionType, Reason) = (type, reason);
        Parameters["tenant"] = tenant;
        Parameters["reason"] = reason;
    }

    public override string ExceptionType { get; }

    /// <summary>How it failed, one word.</summary>
    public string Reason { get; }

    /// <summary>How long to wait before the same call may succeed; null when the server did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>
/// A message was handed over and no answer came, so nobody knows whether it was delivered; <c>Parameters["server"]</c> names the server.
/// Sending it again may deliver it twice.
/// </summary>
public sealed class DeliveryUncertainException : AgentException
{
    public DeliveryUncertainException(string server, string message, Exception? innerException = null)
        : base(message, innerException) => Parameters["server"] = server;

    public override string ExceptionType => "DeliveryUncertain";
}
