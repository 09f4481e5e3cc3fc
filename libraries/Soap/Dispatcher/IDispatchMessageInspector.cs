using Services83.EMail.Soap.Description;
using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Soap.Dispatcher;

/// <summary>
/// Called for every call of an endpoint after its headers have been read, and again between dispatch and writing. It can authenticate, set
/// reply headers, and turn an application's exceptions into header values. Inspectors come from the request's scope.
/// </summary>
public interface IDispatchMessageInspector
{
    /// <summary>
    /// The headers and the name of the operation have been read, but not the arguments, so that the server does no work on them for callers
    /// that may not call. An exception thrown here is treated like an exception of the operation: the operation is not called, and <see
    /// cref="BeforeSendReplyAsync"/> gets the exception.
    /// </summary>
    ValueTask AfterReceiveRequestAsync(OperationContext context);

    /// <summary>
    /// The operation has returned or thrown, and nothing has been written. Setting <see cref="OperationContext.ExceptionHandled"/> makes
    /// the reply the operation's own, with empty results; otherwise an exception becomes a fault.
    /// </summary>
    ValueTask BeforeSendReplyAsync(OperationContext context);
}

/// <summary>One call of an operation.</summary>
public sealed class OperationContext
{
    internal OperationContext(HttpContext httpContext, OperationDescription operation, object? requestHeaders)
    {
        HttpContext = httpContext;
        Operation = operation;
        RequestHeaders = requestHeaders;
        ReplyHeaders = operation.Contract.ReplyHeaders?.Create();
    }

    public HttpContext HttpContext { get; }

    public OperationDescription Operation { get; }

    /// <summary>
    /// The contract's <see cref="MessageHeadersAttribute.Request"/> class; members that were not sent are null or default.
    /// Null when the contract declares no headers.
    /// </summary>
    public object? RequestHeaders { get; }

    /// <summary>The contract's <see cref="MessageHeadersAttribute.Response"/> class, to be filled; null when it declares none.</summary>
    public object? ReplyHeaders { get; }

    /// <summary>
    /// Converts each date in the request to the form that the contract needs, for example to UTC if it has no offset and a header names the
    /// zone. Set by an inspector, because it must be known before the arguments are read; null: dates are unchanged.
    /// </summary>
    public Func<DateTime, DateTime>? RequestDates { get; set; }

    /// <summary>Converts each date of the reply to the form that the client needs; null: dates are unchanged.</summary>
    public Func<DateTime, DateTime>? ReplyDates { get; set; }

    /// <summary>
    /// The sender of the request, equal for all requests of the same sender. All requests of one sender together get at most half of the
    /// memory budget. Set by an inspector; null: unknown.
    /// </summary>
    public object? Payer { get; set; }

    /// <summary>The arguments, in the order of the method's parameters; none before they have been read.</summary>
    public IReadOnlyList<object?> Arguments => ArgumentArray;

    internal object?[] ArgumentArray { get; set; } = [];

    /// <summary>The result of the operation; null when it has none or has thrown.</summary>
    public object? Result { get; internal set; }

    /// <summary>The exception of the operation or of an inspector.</summary>
    public Exception? Exception { get; internal set; }

    /// <summary>Set by an inspector that has reported <see cref="Exception"/> to the client in a reply header.</summary>
    public bool ExceptionHandled { get; set; }
}
