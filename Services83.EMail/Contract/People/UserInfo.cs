using System.Runtime.Serialization;

namespace Services83;

/// <summary>The login of a person.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class UserInfo : Carrier
{
    /// <summary>Whether the login is withdrawn: no rights, and not offered any more.</summary>
    [DataMember(Order = 1)]
    public bool Deleted { get; set; }

    /// <summary>Key of the login.</summary>
    [DataMember(Order = 2)]
    public int UserInfoId { get; set; }

    /// <summary>Login name.</summary>
    [DataMember(Order = 3)]
    public string? UserName { get; set; }

    /// <summary>Key of the person it belongs to.</summary>
    [DataMember(Order = 4)]
    public int PersonId { get; set; }

    /// <summary>Position in lists, ascending.</summary>
    [DataMember(Order = 5)]
    public short Rank { get; set; }

    /// <summary>A longer text for lists.</summary>
    [DataMember(Order = 6)]
    public string? Tooltip { get; set; }

    /// <summary>Key of the primary user group.</summary>
    [DataMember(Order = 7)]
    public int UserGroupId { get; set; }

    /// <summary>Key of the user in customer service; 0 when there is none.</summary>
    [DataMember(Order = 8)]
    public int EjUserId { get; set; }

    /// <summary>What sort of user it is.</summary>
    [DataMember(Order = 9)]
    public UserType UserType { get; set; }

    /// <summary>Names of the licences granted.</summary>
    [DataMember(Order = 10)]
    public string[]? GrantedLicenses { get; set; }

    /// <summary>Whether a login would be accepted.</summary>
    [DataMember(Order = 11)]
    public bool CanLogon { get; set; }

    /// <summary>Name of the role.</summary>
    [DataMember(Order = 12)]
    public string? RoleName { get; set; }

    /// <summary>A longer text about the role.</summary>
    [DataMember(Order = 13)]
    public string? RoleTooltip { get; set; }

    /// <summary>Name of the primary user group.</summary>
    [DataMember(Order = 14)]
    public string? UserGroupName { get; set; }

    /// <summary>A longer text about the group.</summary>
    [DataMember(Order = 15)]
    public string? UserGroupTooltip { get; set; }
}
