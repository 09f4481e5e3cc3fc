using System.Runtime.Serialization;

namespace Services83;

/// <summary>A folder of a mail account.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailFolder : Carrier
{
    /// <summary>Full name with its parents, decoded to Unicode.</summary>
    [DataMember(Order = 1)]
    public string? Name { get; set; }

    /// <summary>The character between the levels of a name; null or empty on a server without levels.</summary>
    [DataMember(Order = 2)]
    public string? Delimiter { get; set; }

    /// <summary>
    /// Attributes that the server lists for it, such as <c>\Sent</c> or <c>\Noselect</c> (RFC 6154, RFC 9051, section 7.3.1).
    /// </summary>
    [DataMember(Order = 3)]
    public string? Flags { get; set; }

    /// <summary>Number of messages in it.</summary>
    [DataMember(Order = 4)]
    public int TotalItems { get; set; }

    /// <summary>Number of unread messages in it.</summary>
    [DataMember(Order = 5)]
    public int UnreadItems { get; set; }

    /// <summary>Whether the account is subscribed to it (RFC 9051, section 6.3.7).</summary>
    [DataMember(Order = 6)]
    public bool Subscribed { get; set; }

    /// <summary>Key of the cached folder, 1 or more; 0 when it is not in the database.</summary>
    [DataMember(Order = 7)]
    public int EmailFolderId { get; set; }
}
