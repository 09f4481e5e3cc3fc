using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class ProvidedCredential
{
    [DataMember(Order = 1)]
    public string? Type { get; set; }

    [DataMember(Order = 2)]
    public string? SearchName { get; set; }

    [DataMember(Order = 3)]
    public string? DisplayName { get; set; }

    [DataMember(Order = 4)]
    public int CredentialId { get; set; }
}
