using System.Runtime.Serialization;

namespace Services83;

/// <summary>A public key with a signature.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class SignedPublicKey
{
    /// <summary>The owner of the key.</summary>
    [DataMember(Order = 1)]
    public string? OwnerName { get; set; }

    /// <summary>When it was signed.</summary>
    [DataMember(Order = 2)]
    public DateTime SignDate { get; set; }

    /// <summary>When it expires.</summary>
    [DataMember(Order = 3)]
    public DateTime ExpiryDate { get; set; }

    /// <summary>The key itself.</summary>
    [DataMember(Order = 4)]
    public DsaParameters Key { get; set; }

    /// <summary>Signature over the other members, in base64.</summary>
    [DataMember(Order = 5)]
    public string? Signature { get; set; }
}

/// <summary>
/// A DSA public key as the original's serializer wrote the structure of that name: by field, in alphabetical order, each required.
/// </summary>
[DataContract(Name = "DSAParameters", Namespace = ServiceNamespace.Cryptography)]
public record struct DsaParameters
{
    /// <summary>Counter that shows how the primes were found.</summary>
    [DataMember(Order = 1, IsRequired = true)]
    public int Counter { get; set; }

    /// <summary>The generator.</summary>
    [DataMember(Order = 2, IsRequired = true)]
    public byte[]? G { get; set; }

    /// <summary>The cofactor, (P - 1) / Q.</summary>
    [DataMember(Order = 3, IsRequired = true)]
    public byte[]? J { get; set; }

    /// <summary>The large prime.</summary>
    [DataMember(Order = 4, IsRequired = true)]
    public byte[]? P { get; set; }

    /// <summary>The small prime.</summary>
    [DataMember(Order = 5, IsRequired = true)]
    public byte[]? Q { get; set; }

    /// <summary>Seed that the primes were found from.</summary>
    [DataMember(Order = 6, IsRequired = true)]
    public byte[]? Seed { get; set; }

    /// <summary>The public value.</summary>
    [DataMember(Order = 7, IsRequired = true)]
    public byte[]? Y { get; set; }
}
