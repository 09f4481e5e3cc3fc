namespace Services83;

/// <summary>XML namespaces of the wire, as the published WSDL files have them.</summary>
public static class ServiceNamespace
{
    /// <summary>Namespace of both port types, their messages and header blocks, and every carrier.</summary>
    public const string Services83 = "http://www.superoffice.net/ws/crm/NetServer/Services83";

    /// <summary>Namespace that the original's serializer used for the public key of a licence.</summary>
    public const string Cryptography = "http://schemas.datacontract.org/2004/07/System.Security.Cryptography";
}
