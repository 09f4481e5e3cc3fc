using System.Runtime.Serialization;

namespace Services83;

/// <summary>A mail server, a login and a folder, all named by the caller.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailConnectionInfo : Carrier
{
    /// <summary>Name or address of the host, with <c>:port</c> if it is not the usual one.</summary>
    [DataMember(Order = 1)]
    public string? ServerName { get; set; }

    /// <summary>The login name.</summary>
    [DataMember(Order = 2)]
    public string? UserName { get; set; }

    /// <summary>The password. It is used for this call and neither stored nor returned.</summary>
    [DataMember(Order = 3)]
    public string? Password { get; set; }

    /// <summary>The folder to work in; null or empty for the inbox.</summary>
    [DataMember(Order = 4)]
    public string? Folder { get; set; }

    /// <summary>Whether the connection must be encrypted.</summary>
    [DataMember(Order = 5)]
    public bool UseSSL { get; set; }
}

/// <summary>As <see cref="EMailConnectionInfo"/>, with a choice of port and protocol.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailConnectionInfoExtended : Carrier
{
    /// <summary>TCP port, 1 to 65535; 0 for the usual one of the protocol.</summary>
    [DataMember(Order = 1)]
    public int Port { get; set; }

    /// <summary>Name or address of the host.</summary>
    [DataMember(Order = 2)]
    public string? ServerName { get; set; }

    /// <summary>The protocol: IMAP, POP3 or SMTP, in any letter case.</summary>
    [DataMember(Order = 3)]
    public string? Protocol { get; set; }

    /// <summary>The login name.</summary>
    [DataMember(Order = 4)]
    public string? UserName { get; set; }

    /// <summary>The password. It is used for this call and neither stored nor returned.</summary>
    [DataMember(Order = 5)]
    public string? Password { get; set; }

    /// <summary>Whether the connection must be encrypted.</summary>
    [DataMember(Order = 6)]
    public bool UseSSL { get; set; }

    /// <summary>The folder to work in; null or empty for the inbox. POP3 has only the inbox.</summary>
    [DataMember(Order = 7)]
    public string? Folder { get; set; }
}
