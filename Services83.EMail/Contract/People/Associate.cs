using System.Runtime.Serialization;

namespace Services83;

/// <summary>A person or program that can own rows and usually can log in.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class Associate : Carrier
{
    /// <summary>Key of the associate, 1 or more.</summary>
    [DataMember(Order = 1)]
    public int AssociateId { get; set; }

    /// <summary>Login name.</summary>
    [DataMember(Order = 2)]
    public string? Name { get; set; }

    /// <summary>Key of the associate's own person; 0 when there is none.</summary>
    [DataMember(Order = 3)]
    public int PersonId { get; set; }

    /// <summary>Position in lists, ascending.</summary>
    [DataMember(Order = 4)]
    public short Rank { get; set; }

    /// <summary>A description for lists.</summary>
    [DataMember(Order = 5)]
    public string? Tooltip { get; set; }

    /// <summary>What sort of associate it is.</summary>
    [DataMember(Order = 6)]
    public UserType Type { get; set; }

    /// <summary>Key of the primary user group.</summary>
    [DataMember(Order = 7)]
    public int GroupIdx { get; set; }

    /// <summary>The whole name.</summary>
    [DataMember(Order = 8)]
    public string? FullName { get; set; }

    /// <summary>The whole name with title and form of address.</summary>
    [DataMember(Order = 9)]
    public string? FormalName { get; set; }

    /// <summary>Whether the associate has left: no rights, and not offered any more.</summary>
    [DataMember(Order = 10)]
    public bool Deleted { get; set; }

    /// <summary>Key of the user in customer service; 0 when there is none.</summary>
    [DataMember(Order = 11)]
    public int EjUserId { get; set; }
}
