using System.Runtime.Serialization;

namespace Services83;

/// <summary>State of a message on its server (RFC 9051, section 2.3.2). A message without flags is unread.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
[Flags]
public enum EMailFlags : short
{
    /// <summary>It has been read.</summary>
    [EnumMember]
    Seen = 1,

    /// <summary>It is marked to be removed by the next expunge.</summary>
    [EnumMember]
    Deleted = 2,

    /// <summary>It has just arrived.</summary>
    [EnumMember]
    Recent = 4,

    /// <summary>It is flagged for attention.</summary>
    [EnumMember]
    Flagged = 8,

    /// <summary>It is still being written.</summary>
    [EnumMember]
    Draft = 16,

    /// <summary>It has been answered.</summary>
    [EnumMember]
    Answered = 32,
}
