using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class SignedPublicKey
{
    [DataMember(Order = 1)]
    public string? OwnerName { get; set; }

    [DataMember(Order = 2)]
    public DateTime SignDate { get; set; }

    [DataMember(Order = 3)]
    public DateTime ExpiryDate { get; set; }

    [DataMember(Order = 4)]
    public DsaParameters Key { get; set; }

    [DataMember(Order = 5)]
    public string? Signature { get; set; }
}

[DataContract(Name = "DSAParameters", Namespace = ServiceNamespace.Cryptography)]
public record struct DsaParameters
{
    [DataMember(Order = 1, IsRequired = true)]
    public int Counter { get; set; }

    [DataMember(Order = 2, IsRequired = true)]
    public byte[]? G { get; set; }

    [DataMember(Order = 3, IsRequired = true)]
    public byte[]? J { get; set; }

    [DataMember(Order = 4, IsRequired = true)]
    public byte[]? P { get; set; }

    [DataMember(Order = 5, IsRequired = true)]
    public byte[]? Q { get; set; }

    [DataMember(Order = 6, IsRequired = true)]
    public byte[]? Seed { get; set; }

    [DataMember(Order = 7, IsRequired = true)]
    public byte[]? Y { get; set; }
}
