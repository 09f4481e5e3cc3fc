using Services83.EMail.Soap.Dispatcher;

namespace Services83.EMail.Soap.ServiceModel;

/// <summary>
/// Answers the request with a SOAP fault. For messages that cannot be dispatched; an application error should be reported in a reply header
/// (see <see cref="IDispatchMessageInspector"/>).
/// </summary>
/// <param name="reason">Text of the fault. The client gets it, so it never contains a secret.</param>
/// <param name="code">Whether the sender or the receiver is at fault; the sender by default.</param>
/// <param name="innerException">The cause, for our own log only.</param>
public class FaultException(string reason, FaultCode? code = null, Exception? innerException = null) : Exception(reason, innerException)
{
    public FaultCode Code { get; } = code ?? FaultCode.Sender;

    /// <summary>A data contract that is written into the fault's detail element; null when there is none.</summary>
    public object? Detail { get; init; }

    /// <summary>The header block that was not understood, local name and namespace; null for another fault.</summary>
    internal (string Name, string Namespace)? NotUnderstood { get; init; }

    /// <summary>HTTP status of the reply.</summary>
    public int StatusCode { get; init; } = StatusCodes.Status500InternalServerError;
}
