using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class SoPrincipalCarrier
{
    [DataMember(Order = 1)]
    public UserType UserType { get; set; }

    [DataMember(Order = 2)]
    public string? Associate { get; set; }

    [DataMember(Order = 3)]
    public int AssociateId { get; set; }

    [DataMember(Order = 4)]
    public bool IsPerson { get; set; }

    [DataMember(Order = 5)]
    public int PersonId { get; set; }

    [DataMember(Order = 6)]
    public int CountryId { get; set; }

    [DataMember(Order = 7)]
    public int HomeCountryId { get; set; }

    [DataMember(Order = 8)]
    public int ContactId { get; set; }

    [DataMember(Order = 9)]
    public int GroupId { get; set; }

    [DataMember(Order = 10)]
    public int BusinessId { get; set; }

    [DataMember(Order = 11)]
    public int CategoryId { get; set; }

    [DataMember(Order = 12)]
    public int ContactOwner { get; set; }

    [DataMember(Order = 13)]
    public int RoleId { get; set; }

    [DataMember(Order = 14)]
    public string? RoleName { get; set; }

    [DataMember(Order = 15)]
    public string? RoleDescription { get; set; }

    [DataMember(Order = 16)]
    public RoleType RoleType { get; set; }

    [DataMember(Order = 17)]
    public GrantedModuleLicense[]? Licenses { get; set; }

    [DataMember(Order = 18)]
    public string? FullName { get; set; }

    [DataMember(Order = 19)]
    public string? EMailAddress { get; set; }

    [DataMember(Order = 20)]
    public string[]? FunctionRights { get; set; }

    [DataMember(Order = 21)]
    public int EjUserId { get; set; }

    [DataMember(Order = 22)]
    public int EjAccessLevel { get; set; }

    [DataMember(Order = 23)]
    public EjUserStatus EjUserStatus { get; set; }

    [DataMember(Order = 24)]
    public ProvidedCredential[]? ProvidedCredentials { get; set; }

    [DataMember(Order = 25)]
    public int[]? SecondaryGroups { get; set; }

    [DataMember(Order = 26)]
    public string? DatabaseContextIdentifier { get; set; }
}

[DataContract(Namespace = ServiceNamespace.Services83)]
public enum RoleType : short
{
    [EnumMember]
    Employee = 0,

    [EnumMember]
    ExternalUser = 1,

    [EnumMember]
    Anonymous = 2,

    [EnumMember]
    System = 3,
}

[DataContract(Namespace = ServiceNamespace.Services83)]
public enum EjUserStatus
{
    [EnumMember]
    StatusNone = 0,

    [EnumMember]
    StatusNormal = 1,

    [EnumMember]
    StatusNotAvailable = 2,

    [EnumMember]
    StatusDeleted = 3,

    [EnumMember]
    StatusReadOnly = 4,

    [EnumMember]
    StatusSpm = 5,

    [EnumMember]
    StatusSystem = 127,
}
