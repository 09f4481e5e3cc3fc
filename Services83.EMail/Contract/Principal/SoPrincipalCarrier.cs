using System.Runtime.Serialization;

namespace Services83;

/// <summary>The user who logged in, with the user's rights.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class SoPrincipalCarrier
{
    /// <summary>What sort of user it is.</summary>
    [DataMember(Order = 1)]
    public UserType UserType { get; set; }

    /// <summary>Login name.</summary>
    [DataMember(Order = 2)]
    public string? Associate { get; set; }

    /// <summary>Key of the associate, 1 or more.</summary>
    [DataMember(Order = 3)]
    public int AssociateId { get; set; }

    /// <summary>Whether the associate is a person.</summary>
    [DataMember(Order = 4)]
    public bool IsPerson { get; set; }

    /// <summary>Key of the associate's own person; 0 when there is none.</summary>
    [DataMember(Order = 5)]
    public int PersonId { get; set; }

    /// <summary>Key of the country.</summary>
    [DataMember(Order = 6)]
    public int CountryId { get; set; }

    /// <summary>Key of the country that the installation is in.</summary>
    [DataMember(Order = 7)]
    public int HomeCountryId { get; set; }

    /// <summary>Key of the contact that the person belongs to.</summary>
    [DataMember(Order = 8)]
    public int ContactId { get; set; }

    /// <summary>Key of the primary user group.</summary>
    [DataMember(Order = 9)]
    public int GroupId { get; set; }

    /// <summary>Key of the contact's line of business.</summary>
    [DataMember(Order = 10)]
    public int BusinessId { get; set; }

    /// <summary>Key of the contact's category.</summary>
    [DataMember(Order = 11)]
    public int CategoryId { get; set; }

    /// <summary>Key of the associate in charge of the contact.</summary>
    [DataMember(Order = 12)]
    public int ContactOwner { get; set; }

    /// <summary>Key of the role.</summary>
    [DataMember(Order = 13)]
    public int RoleId { get; set; }

    /// <summary>Name of the role.</summary>
    [DataMember(Order = 14)]
    public string? RoleName { get; set; }

    /// <summary>A longer text about the role.</summary>
    [DataMember(Order = 15)]
    public string? RoleDescription { get; set; }

    /// <summary>What sort of role it is.</summary>
    [DataMember(Order = 16)]
    public RoleType RoleType { get; set; }

    /// <summary>The licences granted; null or empty when there are none.</summary>
    [DataMember(Order = 17)]
    public GrantedModuleLicense[]? Licenses { get; set; }

    /// <summary>The whole name.</summary>
    [DataMember(Order = 18)]
    public string? FullName { get; set; }

    /// <summary>The preferred e-mail address.</summary>
    [DataMember(Order = 19)]
    public string? EMailAddress { get; set; }

    /// <summary>Names of the rights that the role gives.</summary>
    [DataMember(Order = 20)]
    public string[]? FunctionRights { get; set; }

    /// <summary>Key of the user in customer service; 0 when there is none.</summary>
    [DataMember(Order = 21)]
    public int EjUserId { get; set; }

    /// <summary>Access level in customer service; 0 for none.</summary>
    [DataMember(Order = 22)]
    public int EjAccessLevel { get; set; }

    /// <summary>The user's state in customer service.</summary>
    [DataMember(Order = 23)]
    public EjUserStatus EjUserStatus { get; set; }

    /// <summary>Other methods by which the user can log in.</summary>
    [DataMember(Order = 24)]
    public ProvidedCredential[]? ProvidedCredentials { get; set; }

    /// <summary>Keys of the further user groups.</summary>
    [DataMember(Order = 25)]
    public int[]? SecondaryGroups { get; set; }

    /// <summary>Name of the customer's database, if one server has several.</summary>
    [DataMember(Order = 26)]
    public string? DatabaseContextIdentifier { get; set; }
}

/// <summary>What sort of users a role is for.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum RoleType : short
{
    /// <summary>Employees.</summary>
    [EnumMember]
    Employee = 0,

    /// <summary>People from outside.</summary>
    [EnumMember]
    ExternalUser = 1,

    /// <summary>Visitors who have not logged in.</summary>
    [EnumMember]
    Anonymous = 2,

    /// <summary>Programs.</summary>
    [EnumMember]
    System = 3,
}

/// <summary>A user's state in customer service.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum EjUserStatus
{
    /// <summary>Not a user there.</summary>
    [EnumMember]
    StatusNone = 0,

    /// <summary>At work.</summary>
    [EnumMember]
    StatusNormal = 1,

    /// <summary>Not at work.</summary>
    [EnumMember]
    StatusNotAvailable = 2,

    /// <summary>Removed.</summary>
    [EnumMember]
    StatusDeleted = 3,

    /// <summary>May read but not change.</summary>
    [EnumMember]
    StatusReadOnly = 4,

    /// <summary>Published without a meaning; keeps the number.</summary>
    [EnumMember]
    StatusSpm = 5,

    /// <summary>A program.</summary>
    [EnumMember]
    StatusSystem = 127,
}
