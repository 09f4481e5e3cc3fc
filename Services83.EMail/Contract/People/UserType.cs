using System.Runtime.Serialization;

namespace Services83;

/// <summary>What sort of associate somebody is.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public enum UserType
{
    /// <summary>Not known.</summary>
    [EnumMember]
    Unknown = 0,

    /// <summary>An employee.</summary>
    [EnumMember]
    InternalAssociate = 1,

    /// <summary>A thing that can be booked, such as a room.</summary>
    [EnumMember]
    ResourceAssociate = 2,

    /// <summary>Somebody from outside, such as a customer.</summary>
    [EnumMember]
    ExternalAssociate = 3,

    /// <summary>A visitor who has not logged in.</summary>
    [EnumMember]
    AnonymousAssociate = 4,

    /// <summary>A program.</summary>
    [EnumMember]
    SystemAssociate = 5,
}
