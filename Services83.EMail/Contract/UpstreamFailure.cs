namespace Services83;

/// <summary>
/// How a tenant of the gateway failed: the <c>reason</c> among an error's parameters, by these names, which do not change between versions.
/// </summary>
public enum UpstreamFailure
{
    /// <summary>Its host has no address.</summary>
    NameResolution,

    /// <summary>No connection, or the connection broke before the reply began.</summary>
    Connection,

    /// <summary>Its certificate is for another host, has expired, or is not trusted on this machine; or TLS failed otherwise.</summary>
    Certificate,

    /// <summary>It did not answer within the timeout of the operation.</summary>
    Timeout,

    /// <summary>It was not called, because too many calls before did not reach it.</summary>
    CircuitOpen,

    /// <summary>502, 503 or 504: a proxy or firewall in front of it answered.</summary>
    Unavailable,

    /// <summary>Any other 5xx: it tried and failed.</summary>
    ServerError,

    /// <summary>401: it does not accept the ticket, token or password.</summary>
    NotAuthenticated,

    /// <summary>403: it knows the caller, but the caller may not do this.</summary>
    Forbidden,

    /// <summary>429: too many calls.</summary>
    Throttled,

    /// <summary>3xx: it redirects; the gateway does not follow redirects.</summary>
    Redirect,

    /// <summary>Any other 4xx: it refuses the call, or does not have the operation.</summary>
    Refused,

    /// <summary>It answered 2xx with something that is not JSON, such as the page of a login or of a firewall.</summary>
    NotJson,

    /// <summary>It answered null, or nothing, where a value is required.</summary>
    EmptyReply,

    /// <summary>Its JSON is incomplete, invalid, or does not match the operation.</summary>
    BrokenReply,

    /// <summary>Its reply is larger than <c>Gateway:MaxReplyBytes</c>, or has too many values.</summary>
    ReplyTooLarge,
}
