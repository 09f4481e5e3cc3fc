namespace Services83;

/// <summary>XML namespaces of the wire, as the published WSDL files have them.</summary>
public static class ServiceNamespace
{
    /// <summary>Both port types, their messages and header blocks, and every carrier.</summary>
    public const string Services83 = "http://www.superoffice.net/ws/crm/NetServer/Services83";

    /// <summary>Where the original's serializer put the type of a licence's public key.</summary>
    public const string Cryptography = "http://schemas.datacontract.org/2004/07/System.Security.Cryptography";
}
