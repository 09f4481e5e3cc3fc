using Services83.EMail.Soap.Description;
using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Soap.Dispatcher;

/// <summary>
/// Sees every call of an endpoint when its headers have been read, and again between dispatch and writing: the place to authenticate,
/// to set reply headers, and to turn an application's exceptions into header values. Inspectors come from the request's scope.
/// </summary>
public interface IDispatchMessageInspector
{
    /// <summary>
    /// The headers have been read, and which operation is meant; the arguments have not, so that nobody makes the server work on them
    /// who may not call. An exception thrown here is treated as if the operation had thrown it: the operation is not called, and
    /// <see cref="BeforeSendReplyAsync"/> sees the exception.
    /// </summary>
    ValueTask AfterReceiveRequestAsync(OperationContext context);

    /// <summary>
    /// The operation has returned or thrown, and nothing has been written. Setting <see cref="OperationContext.ExceptionHandled"/>
    /// makes the reply the operation's own, with empty results; otherwise an exception becomes a fault.
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
    /// The contract's <see cref="MessageHeadersAttribute.Request"/> class; what was not sent is null or default.
    /// Null when the contract declares no headers.
    /// </summary>
    public object? RequestHeaders { get; }

    /// <summary>The contract's <see cref="MessageHeadersAttribute.Response"/> class, to be filled; null when it declares none.</summary>
    public object? ReplyHeaders { get; }

    /// <summary>
    /// Makes of each date in the request what the contract wants, such as UTC of one without an offset, which is in a zone that a header
    /// names. Set by an inspector, as it comes before the arguments are read; null: dates are read as they are.
    /// </summary>
    public Func<DateTime, DateTime>? RequestDates { get; set; }

    /// <summary>Makes of each date of the reply what the client wants; null: they are written as they are.</summary>
    public Func<DateTime, DateTime>? ReplyDates { get; set; }

    /// <summary>
    /// Who sends the request, equal for all of the same sender, who has half of the memory for requests when it sends several. Set by an
    /// inspector; null: nobody knows.
    /// </summary>
    public object? Payer { get; set; }

    /// <summary>The arguments, in the order of the method's parameters; none before they have been read.</summary>
    public IReadOnlyList<object?> Arguments => ArgumentArray;

    internal object?[] ArgumentArray { get; set; } = [];

    /// <summary>What the operation returned; null when it returns nothing or has thrown.</summary>
    public object? Result { get; internal set; }

    /// <summary>What the operation or an inspector has thrown.</summary>
    public Exception? Exception { get; internal set; }

    /// <summary>Set by an inspector that has told the client of <see cref="Exception"/> in a reply header.</summary>
    public bool ExceptionHandled { get; set; }
}
