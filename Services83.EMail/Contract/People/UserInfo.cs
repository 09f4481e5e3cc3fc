using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class UserInfo : Carrier
{
    [DataMember(Order = 1)]
    public bool Deleted { get; set; }

    [DataMember(Order = 2)]
    public int UserInfoId { get; set; }

    [DataMember(Order = 3)]
    public string? UserName { get; set; }

    [DataMember(Order = 4)]
    public int PersonId { get; set; }

    [DataMember(Order = 5)]
    public short Rank { get; set; }

    [DataMember(Order = 6)]
    public string? Tooltip { get; set; }

    [DataMember(Order = 7)]
    public int UserGroupId { get; set; }

    [DataMember(Order = 8)]
    public int EjUserId { get; set; }

    [DataMember(Order = 9)]
    public UserType UserType { get; set; }

    [DataMember(Order = 10)]
    public string[]? GrantedLicenses { get; set; }

    [DataMember(Order = 11)]
    public bool CanLogon { get; set; }

    [DataMember(Order = 12)]
    public string? RoleName { get; set; }

    [DataMember(Order = 13)]
    public string? RoleTooltip { get; set; }

    [DataMember(Order = 14)]
    public string? UserGroupName { get; set; }

    [DataMember(Order = 15)]
    public string? UserGroupTooltip { get; set; }
}
