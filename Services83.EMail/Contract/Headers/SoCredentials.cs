using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class SoCredentials
{
    [DataMember(Order = 1)]
    public string? Ticket { get; set; }
}
