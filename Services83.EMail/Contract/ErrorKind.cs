using System.Collections.Frozen;

namespace Services83;

/// <summary>
/// Every way in which an operation can fail that its caller is told of. Whatever else goes wrong is a defect of this program: a fault
/// without details at the SOAP door, <c>Internal</c> at the web API.
/// </summary>
public enum ErrorKind
{
    /// <summary>
    /// Ticket, password or application token is missing, wrong, run out or disabled. The caller logs in again; the same request fails again.
    /// </summary>
    NotAuthenticated,

    /// <summary>The caller is known and may not do this. Somebody with the right does it, or gives it to the caller.</summary>
    AccessDenied,

    /// <summary>There is nothing under an id or name that this caller may see. The caller looks up what there is.</summary>
    NotFound,

    /// <summary>A value of the request cannot be used. Nothing was changed; the caller corrects it.</summary>
    InvalidArgument,

    /// <summary>Too many attempts, or too much work at once. The same request may succeed after <see cref="AgentException.RetryAfter"/>.</summary>
    Throttled,

    /// <summary>
    /// A message was handed to a mail server that did not say whether it took it. The caller finds out before sending it again, as it may be
    /// delivered twice.
    /// </summary>
    DeliveryUncertain,

    /// <summary>A mail server could not be reached, or refused. <see cref="MailServerException.IsTransient"/> says whether waiting may help.</summary>
    MailServer,

    /// <summary>
    /// This installation does not connect to that mail server, whatever state the server is in. The operator allows it (<c>Mail:Egress</c>),
    /// or the caller names another. On the wire it is <see cref="MailServer"/>, and the status of the web API tells it apart.
    /// </summary>
    ForbiddenMailServer,

    /// <summary>The gateway's tenant failed, or could not be reached. <see cref="UpstreamException.Reason"/> says how.</summary>
    Upstream,

    /// <summary>The database is busy, so that the same request may succeed in a moment, or cannot be used, which is for the operator.</summary>
    Storage,
}

/// <summary>The names of the kinds of error on the wire, the <c>ExceptionType</c> of both doors. They do not change between versions.</summary>
public static class ErrorKinds
{
    private static readonly FrozenDictionary<string, ErrorKind> ByName = Enum.GetValues<ErrorKind>()
        .Where(kind => kind != ErrorKind.ForbiddenMailServer)
        .ToFrozenDictionary(WireName, StringComparer.Ordinal);

    /// <summary>What callers know it by.</summary>
    public static string WireName(this ErrorKind kind) => kind switch
    {
        ErrorKind.NotAuthenticated => "NotAuthenticated",
        ErrorKind.AccessDenied => "AccessDenied",
        ErrorKind.NotFound => "NotFound",
        ErrorKind.InvalidArgument => "InvalidArgument",
        ErrorKind.Throttled => "Throttled",
        ErrorKind.DeliveryUncertain => "DeliveryUncertain",
        ErrorKind.MailServer or ErrorKind.ForbiddenMailServer => "MailServer",
        ErrorKind.Upstream => "Upstream",
        ErrorKind.Storage => "Storage",
    };

    /// <summary>The kind of that name, in exactly these letters; null for names that are not ours.</summary>
    public static ErrorKind? Find(string name) => ByName.TryGetValue(name, out var kind) ? kind : null;
}
