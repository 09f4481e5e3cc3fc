using System.Runtime.Serialization;

namespace Services83;

/// <summary>An attachment of a message.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailAttachment : Carrier
{
    /// <summary>A description of it, or its name.</summary>
    [DataMember(Order = 1)]
    public string? Description { get; set; }

    /// <summary>Name to save it under, as the message gives it: not safe as a path.</summary>
    [DataMember(Order = 2)]
    public string? Filename { get; set; }

    /// <summary>Size in bytes once decoded.</summary>
    [DataMember(Order = 3)]
    public int Size { get; set; }

    /// <summary>Media type, such as <c>application/pdf</c> (Content-Type).</summary>
    [DataMember(Order = 4)]
    public string? Type { get; set; }

    /// <summary>Transfer encoding inside the message, such as <c>base64</c> (Content-Transfer-Encoding).</summary>
    [DataMember(Order = 5)]
    public string? Encoding { get; set; }

    /// <summary>The id by which it can be requested; the Content-ID of a part that the HTML text refers to.</summary>
    [DataMember(Order = 6)]
    public string? Id { get; set; }

    /// <summary><c>attachment</c> or <c>inline</c> (RFC 2183).</summary>
    [DataMember(Order = 7)]
    public string? Disposition { get; set; }

    /// <summary>The decoded bytes. Null unless it is about to be sent, or its bytes were requested.</summary>
    [DataMember(Order = 8)]
    public byte[]? Stream { get; set; }

    /// <summary>Whether files with the ending of its name are usually harmless to open: false for programs and scripts.</summary>
    [WebApiMember(Order = 1)]
    public bool IsSafeFileExtension { get; set; }
}
