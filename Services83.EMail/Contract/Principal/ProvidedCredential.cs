using System.Runtime.Serialization;

namespace Services83;

/// <summary>A method by which a user can log in.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class ProvidedCredential
{
    /// <summary>Name of the method.</summary>
    [DataMember(Order = 1)]
    public string? Type { get; set; }

    /// <summary>The value by which the user is found.</summary>
    [DataMember(Order = 2)]
    public string? SearchName { get; set; }

    /// <summary>Name to show.</summary>
    [DataMember(Order = 3)]
    public string? DisplayName { get; set; }

    /// <summary>Key of the row.</summary>
    [DataMember(Order = 4)]
    public int CredentialId { get; set; }
}
