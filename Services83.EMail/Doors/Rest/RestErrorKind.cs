namespace Services83.EMail.Doors.Rest;

/// <summary>
/// Every error that the web API itself can return, in addition to those of the operations (<see cref="ErrorKind"/>). The names are the
/// <c>ExceptionType</c> of the wire and do not change between versions.
/// </summary>
internal enum RestErrorKind
{
    /// <summary>Body, query or header cannot be read. The caller must correct it; the error says where it is wrong.</summary>
    InvalidRequest,

    /// <summary>A page of another site made a browser send it. The operator can allow sites (<c>Rest:Origins</c>).</summary>
    CrossSite,

    /// <summary>There is no operation with that name. <c>/api/v1</c> lists the names.</summary>
    UnknownOperation,

    /// <summary>There is nothing at the address.</summary>
    UnknownAddress,

    /// <summary>The address accepts other methods of HTTP. <c>Allow</c> names them.</summary>
    MethodNotAllowed,

    /// <summary>None of the types in <c>Accept</c> can be sent. The message names the types that can.</summary>
    NotAcceptable,

    /// <summary>The request was not complete in time. The caller may send it again.</summary>
    TooSlow,

    /// <summary>The client has the content already, as its <c>If-None-Match</c> says.</summary>
    NotChanged,

    /// <summary>The request is larger than the limit. The caller must send less at a time.</summary>
    TooLarge,

    /// <summary>A body of that type, charset or compression cannot be read. The caller must use another one.</summary>
    UnsupportedMediaType,

    /// <summary>The operation has been carried out, but its reply is larger than the limit. The caller must request less at a
    /// time.</summary>
    ReplyTooLarge,

    /// <summary>The requests and replies in progress use too much memory. The same request may succeed a little later.</summary>
    Busy,

    /// <summary>A defect of this program. The operator finds the reason in the log.</summary>
    Internal,
}
