namespace Services83.EMail.Soap.ServiceModel;

/// <summary>
/// Code of a fault: one of the envelope's own codes, and optionally a more precise one. SOAP 1.2 writes both, SOAP 1.1 only the more
/// precise one, as WCF does.
/// </summary>
public sealed record FaultCode
{
    /// <summary>The request is wrong (1.1: Client).</summary>
    public static readonly FaultCode Sender = new() { Name = "Sender", Name11 = "Client" };

    /// <summary>The request may be right, but the server failed (1.1: Server).</summary>
    public static readonly FaultCode Receiver = new() { Name = "Receiver", Name11 = "Server" };

    /// <summary>A header block with mustUnderstand is not supported.</summary>
    public static readonly FaultCode MustUnderstand = new() { Name = "MustUnderstand", Name11 = "MustUnderstand" };

    /// <summary>The envelope belongs to no known version of SOAP.</summary>
    public static readonly FaultCode VersionMismatch = new() { Name = "VersionMismatch", Name11 = "VersionMismatch" };

    private const string Dispatcher = "http://schemas.microsoft.com/net/2005/12/windowscommunicationfoundation/dispatcher";
    private const string AddressingNone = "http://schemas.microsoft.com/ws/2005/05/addressing/none";

    /// <summary>The message's action is not one of the contract's.</summary>
    public static readonly FaultCode ActionNotSupported = CreateSenderFaultCode("ActionNotSupported", AddressingNone);

    /// <summary>The message's content does not fit the contract.</summary>
    public static readonly FaultCode DeserializationFailed = CreateSenderFaultCode("DeserializationFailed", Dispatcher);

    /// <summary>An unhandled exception.</summary>
    public static readonly FaultCode InternalServiceFault = CreateReceiverFaultCode("InternalServiceFault", Dispatcher);

    private FaultCode()
    {
    }

    /// <summary>The envelope's code in SOAP 1.2.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Local name of the more precise code; null when there is none.</summary>
    public string? SubCodeName { get; private init; }

    /// <summary>Namespace of the more precise code.</summary>
    public string? SubCodeNamespace { get; private init; }

    internal string Name11 { get; private init; } = "";

    /// <summary>A code beneath <see cref="Sender"/>.</summary>
    public static FaultCode CreateSenderFaultCode(string name, string ns) =>
        Sender with { SubCodeName = name, SubCodeNamespace = ns };

    /// <summary>A code beneath <see cref="Receiver"/>.</summary>
    public static FaultCode CreateReceiverFaultCode(string name, string ns) =>
        Receiver with { SubCodeName = name, SubCodeNamespace = ns };
}
