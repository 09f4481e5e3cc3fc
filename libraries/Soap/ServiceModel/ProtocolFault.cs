using Services83.EMail.Soap.Messaging;

namespace Services83.EMail.Soap.ServiceModel;

/// <summary>The library's own faults, with the codes and HTTP status of WCF.</summary>
public static class ProtocolFault
{
    // WCF's exact texts: some clients search for them.
    private const string InternalText =
        "The server was unable to process the request due to an internal error.  For more information about the error, either turn on "
        + "IncludeExceptionDetailInFaults (either from ServiceBehaviorAttribute or from the <serviceDebug> configuration behavior) on the "
        + "server in order to send the exception information back to the client, or turn on tracing as per the Microsoft .NET Framework "
        + "SDK documentation and inspect the server trace logs.";

    /// <summary>The request is not a SOAP message.</summary>
    public static FaultException BadRequest(string reason, Exception? cause = null) =>
        new(reason, FaultCode.Sender, cause) { StatusCode = StatusCodes.Status400BadRequest };

    public static FaultException TooLarge(long limit) =>
        new($"The message is larger than the {limit} bytes that are allowed.", FaultCode.Sender)
        {
            StatusCode = StatusCodes.Status413PayloadTooLarge,
        };

    public static FaultException UnsupportedMediaType(string reason) =>
        new(reason, FaultCode.Sender) { StatusCode = StatusCodes.Status415UnsupportedMediaType };

    /// <summary>The message may be right, but other messages use the whole memory budget.</summary>
    public static FaultException Busy() =>
        new("The server is busy with other large messages. The same request may succeed in a moment.", FaultCode.Receiver)
        {
            StatusCode = StatusCodes.Status503ServiceUnavailable,
        };

    /// <summary>The message is larger than the whole memory budget.</summary>
    public static FaultException NeverFits() =>
        new("The message and the objects made from it need more memory than is available for all requests together.", FaultCode.Sender)
        {
            StatusCode = StatusCodes.Status413PayloadTooLarge,
        };

    /// <summary>The result is larger than the limit of replies.</summary>
    public static FaultException ReplyTooLarge() =>
        new("The reply would be larger than allowed. The operation has been carried out, but its result cannot be sent; request less at a time.", FaultCode.Receiver);

    /// <summary>The start of a message must contain the credentials and the name of the operation.</summary>
    public static FaultException HeaderTooLong(Exception cause) => BadRequest(
        $"The first {RequestBody.StartSize} bytes of the message do not contain the first element of its body. Send a shorter header.", cause);

    /// <summary>The rest of a large message did not arrive in time.</summary>
    public static FaultException TooSlow() =>
        new("The message is sent too slowly.", FaultCode.Sender) { StatusCode = StatusCodes.Status408RequestTimeout };

    public static FaultException DeserializationFailed(Exception cause, string? text = null) => new(
        "The formatter threw an exception while trying to deserialize the message: " + (text ?? cause.Message),
        FaultCode.DeserializationFailed,
        cause);

    public static FaultException ActionNotSupported(string? action) => new(
        $"The message with Action '{action}' cannot be processed at the receiver, due to a ContractFilter mismatch at the "
        + "EndpointDispatcher. This may be because of either a contract mismatch (mismatched Actions between sender and receiver) or a "
        + "binding/security mismatch between the sender and the receiver.  Check that sender and receiver have the same contract and the "
        + "same binding (including security requirements, e.g. Message, Transport, None).",
        FaultCode.ActionNotSupported);

    public static FaultException MustUnderstand(string name, string ns) => new(
        $"The header '{name}' from the namespace '{ns}' was not understood by the recipient of this message, causing the message to not "
        + "be processed.  This error typically indicates that the sender of this message has enabled a communication protocol that the "
        + "receiver cannot process.  Please ensure that the configuration of the client's binding is consistent with the service's "
        + "binding. ",
        FaultCode.MustUnderstand)
    {
        NotUnderstood = (name, ns),
    };

    public static FaultException VersionMismatch(string ns) => new(
        $"The envelope's namespace '{ns}' is not that of SOAP 1.1 or 1.2.", FaultCode.VersionMismatch);

    /// <summary>An unhandled exception; it is described only if that is allowed.</summary>
    public static FaultException Internal(Exception cause, bool includeDetail) =>
        includeDetail
            ? new FaultException(cause.Message, FaultCode.InternalServiceFault, cause) { Detail = new ExceptionDetail(cause) }
            : new FaultException(InternalText, FaultCode.InternalServiceFault, cause);
}
