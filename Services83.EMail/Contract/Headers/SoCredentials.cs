using System.Runtime.Serialization;

namespace Services83;

/// <summary>Credentials of the caller.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class SoCredentials
{
    /// <summary>The ticket that a login returned, such as <c>7T:</c> and base64 text. A secret: it must never be logged.</summary>
    [DataMember(Order = 1)]
    public string? Ticket { get; set; }
}
