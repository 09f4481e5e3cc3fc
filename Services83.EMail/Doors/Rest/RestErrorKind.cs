namespace Services83.EMail.Doors.Rest;

/// <summary>
/// Every way in which the web API itself can fail a request, beside those of the operations (<see cref="ErrorKind"/>). The names are the
/// <c>ExceptionType</c> of the wire and do not change between versions.
/// </summary>
internal enum RestErrorKind
{
    /// <summary>Body, query or header cannot be read. The caller corrects it; the error says where it is wrong.</summary>
    InvalidRequest,

    /// <summary>A page of another site made a browser send it. The operator names the sites that may (<c>Rest:Origins</c>).</summary>
    CrossSite,

    /// <summary>There is no operation of that name. The caller looks the names up at <c>/api/v1</c>.</summary>
    UnknownOperation,

    /// <summary>There is nothing at the address.</summary>
    UnknownAddress,

    /// <summary>The address takes other methods of HTTP. <c>Allow</c> names them.</summary>
    MethodNotAllowed,

    /// <summary>None of the types in <c>Accept</c> can be sent. The message names those that can.</summary>
    NotAcceptable,

    /// <summary>The request did not come to its end in time. The caller may send it again.</summary>
    TooSlow,

    /// <summary>The request is larger than is taken. The caller sends less at a time.</summary>
    TooLarge,

    /// <summary>A body of that type, charset or compression cannot be read. The caller uses another.</summary>
    UnsupportedMediaType,

    /// <summary>The operation has been carried out, but its reply is larger than is sent. The caller asks for less at a time.</summary>
    ReplyTooLarge,

    /// <summary>Too much is being read and written at the moment. The same request may succeed a little later.</summary>
    Busy,

    /// <summary>A defect of this program. The operator finds the reason in the log.</summary>
    Internal,
}
