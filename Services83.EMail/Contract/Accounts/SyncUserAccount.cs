using System.Runtime.Serialization;

namespace Services83;

/// <summary>An account to synchronise.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class SyncUserAccount : Carrier
{
    /// <summary>Key of the account; if it is not 0, it alone names the account.</summary>
    [DataMember(Order = 1)]
    public int AccountId { get; set; }

    /// <summary>Login name of the associate who owns it.</summary>
    [DataMember(Order = 2)]
    public string? AssociateName { get; set; }

    /// <summary>Key of the associate who owns it.</summary>
    [DataMember(Order = 3)]
    public int AssociateId { get; set; }
}
