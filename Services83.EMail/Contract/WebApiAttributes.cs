namespace Services83;

/// <summary>
/// A member of a carrier that is newer than <c>Services83</c>: the web API has it, and neither the messages nor the WSDL of the SOAP
/// service. A client of the SOAP service leaves it null or at its default.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WebApiMemberAttribute : Attribute
{
    /// <summary>Position among the newer members of the carrier, ascending; they follow the older ones.</summary>
    public int Order { get; set; }
}

/// <summary>
/// An operation whose result the web API returns without anything that is dangerous to show: scripts, forms, remote content. The vendor
/// offers another operation for the unchanged result. At the SOAP service the result is unchanged.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SanitizedAttribute : Attribute;

/// <summary>A result that the web API sends as it is, unless a client asks for JSON or XML.</summary>
[AttributeUsage(AttributeTargets.ReturnValue)]
public sealed class BinaryResultAttribute : Attribute;
