using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailConnectionInfo : Carrier
{
    [DataMember(Order = 1)]
    public string? ServerName { get; set; }

    [DataMember(Order = 2)]
    public string? UserName { get; set; }

    [DataMember(Order = 3)]
    public string? Password { get; set; }

    [DataMember(Order = 4)]
    public string? Folder { get; set; }

    [DataMember(Order = 5)]
    public bool UseSSL { get; set; }
}

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailConnectionInfoExtended : Carrier
{
    [DataMember(Order = 1)]
    public int Port { get; set; }

    [DataMember(Order = 2)]
    public string? ServerName { get; set; }

    [DataMember(Order = 3)]
    public string? Protocol { get; set; }

    [DataMember(Order = 4)]
    public string? UserName { get; set; }

    [DataMember(Order = 5)]
    public string? Password { get; set; }

    [DataMember(Order = 6)]
    public bool UseSSL { get; set; }

    [DataMember(Order = 7)]
    public string? Folder { get; set; }
}
