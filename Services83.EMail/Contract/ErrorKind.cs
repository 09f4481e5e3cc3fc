using System.Collections.Frozen;

namespace Services83;

/// <summary>
/// Every kind of failure of an operation that is reported to its caller. Any other failure is a defect of this program: a fault without
/// details at the SOAP door, <c>Internal</c> at the web API.
/// </summary>
public enum ErrorKind
{
    /// <summary>
    /// Ticket, password or application token is missing, wrong, expired or disabled. The caller must log in again; the same request fails
    /// again.
    /// </summary>
    NotAuthenticated,

    /// <summary>The caller is known but may not do this. A user with the right must do it, or give the right to the caller.</summary>
    AccessDenied,

    /// <summary>Nothing has this id or name, or this caller may not see it. The caller must look up what exists.</summary>
    NotFound,

    /// <summary>A value of the request cannot be used. Nothing was changed; the caller must correct it.</summary>
    InvalidArgument,

    /// <summary>Too many attempts, or too much work at once. The same request may succeed after <see cref="AgentException.RetryAfter"/>.</summary>
    Throttled,

    /// <summary>
    /// A mail server received a message and did not answer whether it accepted it. The caller must find out before sending it again,
    /// because it may be delivered twice.
    /// </summary>
    DeliveryUncertain,

    /// <summary>A mail server could not be reached, or refused. <see cref="MailServerException.IsTransient"/> says whether waiting may help.</summary>
    MailServer,

    /// <summary>
    /// A setting forbids connections to that mail server, whatever state the server is in. The operator must allow it (<c>Mail:Egress</c>),
    /// or the caller must name another server. On the wire it is <see cref="MailServer"/>; the web API has a status of its own for it.
    /// </summary>
    ForbiddenMailServer,

    /// <summary>The gateway's tenant failed, or could not be reached. <see cref="UpstreamException.Reason"/> says how.</summary>
    Upstream,

    /// <summary>The database is busy or its disk is full, so the same request may succeed later; or it cannot be used, which the operator must
    /// solve.</summary>
    Storage,
}

/// <summary>The names of the kinds of error on the wire, the <c>ExceptionType</c> of both doors. They do not change between versions.</summary>
public static class ErrorKinds
{
    private static readonly FrozenDictionary<string, ErrorKind> ByName = Enum.GetValues<ErrorKind>()
        .Where(kind => kind != ErrorKind.ForbiddenMailServer)
        .ToFrozenDictionary(WireName, StringComparer.Ordinal);

    /// <summary>The name on the wire.</summary>
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

    /// <summary>The kind with that name, in exactly this letter case; null for unknown names.</summary>
    public static ErrorKind? Find(string name) => ByName.TryGetValue(name, out var kind) ? kind : null;
}
