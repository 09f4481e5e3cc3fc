namespace Services83;

/// <summary>
/// How a tenant of the gateway failed: the <c>reason</c> among an error's parameters, by these names, which do not change between versions.
/// </summary>
public enum UpstreamFailure
{
    /// <summary>Its host has no address.</summary>
    NameResolution,

    /// <summary>No connection, or the line broke before the reply began.</summary>
    Connection,

    /// <summary>Its certificate is not that of the host, has run out, or nobody here trusts it; or TLS failed otherwise.</summary>
    Certificate,

    /// <summary>It did not answer within the time of the operation.</summary>
    Timeout,

    /// <summary>It was not called: too many calls before had not reached it.</summary>
    CircuitOpen,

    /// <summary>502, 503 or 504: whatever stands in front of it answers in its place.</summary>
    Unavailable,

    /// <summary>Any other 5xx: it tried and failed.</summary>
    ServerError,

    /// <summary>401: it does not accept the ticket, token or password.</summary>
    NotAuthenticated,

    /// <summary>403: it knows the caller, who may not do this.</summary>
    Forbidden,

    /// <summary>429: too many calls.</summary>
    Throttled,

    /// <summary>3xx: it wants to be called elsewhere, which the gateway does not follow.</summary>
    Redirect,

    /// <summary>Any other 4xx: it does not want the call, or does not have the operation.</summary>
    Refused,

    /// <summary>It answered 2xx with something that is not JSON, such as the page of a login or of a firewall.</summary>
    NotJson,

    /// <summary>It answered null, or nothing, where there has to be a value.</summary>
    EmptyReply,

    /// <summary>Its JSON ended early, is none, or does not fit the operation.</summary>
    BrokenReply,

    /// <summary>Its reply is larger than <c>Gateway:MaxReplyBytes</c>, or holds too many values.</summary>
    ReplyTooLarge,
}
