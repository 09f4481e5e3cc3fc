using System.Runtime.Serialization;

namespace Services83;

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailAccount : Carrier
{
    [DataMember(Order = 1)]
    public int EMailAccountId { get; set; }

    [DataMember(Order = 2)]
    public string? EMailAddress { get; set; }

    [DataMember(Order = 3)]
    public int AssociateId { get; set; }

    [DataMember(Order = 4)]
    public ServiceAuth? IncomingCredentials { get; set; }

    [DataMember(Order = 5)]
    public ServiceAuth? OutgoingCredentials { get; set; }

    [DataMember(Order = 6)]
    public short AccountStatus { get; set; }

    [DataMember(Order = 7)]
    public int ErrorCount { get; set; }

    [DataMember(Order = 8)]
    public string? ErrorReason { get; set; }
}

[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class ServiceAuth : Carrier
{
    [DataMember(Order = 1)]
    public int ServiceAuthId { get; set; }

    [DataMember(Order = 2)]
    public string? Server { get; set; }

    [DataMember(Order = 3)]
    public int Port { get; set; }

    [DataMember(Order = 4)]
    public string? AuthType { get; set; }

    [DataMember(Order = 5)]
    public string? Username { get; set; }

    [DataMember(Order = 6)]
    public string? Password { get; set; }
}
