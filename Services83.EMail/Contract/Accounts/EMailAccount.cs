using System.Runtime.Serialization;
using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>A mail account of an associate.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class EMailAccount : Carrier
{
    /// <summary>Key of the account, 1 or more; 0 for one that is about to be created.</summary>
    [DataMember(Order = 1)]
    public int EMailAccountId { get; set; }

    /// <summary>The address that mail is sent from.</summary>
    [DataMember(Order = 2)]
    public string? EMailAddress { get; set; }

    /// <summary>Key of the associate who owns it.</summary>
    [DataMember(Order = 3)]
    public int AssociateId { get; set; }

    /// <summary>How to log in to fetch mail.</summary>
    [DataMember(Order = 4)]
    public ServiceAuth? IncomingCredentials { get; set; }

    /// <summary>How to log in to send mail; null to send nothing.</summary>
    [DataMember(Order = 5)]
    public ServiceAuth? OutgoingCredentials { get; set; }

    /// <summary>
    /// 0 unknown, 1 deleted, 2 failing (retried automatically), 3 failed (somebody must solve it), 4 in order. Read only.
    /// </summary>
    [DataMember(Order = 6)]
    public short AccountStatus { get; set; }

    /// <summary>How many times in a row fetching has failed; 0 after a success. Read only.</summary>
    [DataMember(Order = 7)]
    public int ErrorCount { get; set; }

    /// <summary>The last failure, as text for a person; null or empty after a success. Read only.</summary>
    [DataMember(Order = 8)]
    public string? ErrorReason { get; set; }

    /// <summary>Name of the folder for incoming mail, once it is known; otherwise null or empty. Read only.</summary>
    [WebApiMember(Order = 1)]
    public string? InboxFolder { get; set; }

    /// <summary>Name of the folder for sent mail, once it is known; otherwise null or empty. Read only.</summary>
    [WebApiMember(Order = 2)]
    public string? SentFolder { get; set; }

    /// <summary>When mail was fetched last without an error; the year 1 when it never was. Always UTC. Read only.</summary>
    [WebApiMember(Order = 3)]
    [UniversalTime]
    public DateTime LastFetch { get; set; }
}

/// <summary>How to log in to a mail server.</summary>
[DataContract(Namespace = ServiceNamespace.Services83)]
public sealed class ServiceAuth : Carrier
{
    /// <summary>Key of the stored login; 0 for one that is about to be created.</summary>
    [DataMember(Order = 1)]
    public int ServiceAuthId { get; set; }

    /// <summary>Name or address of the host.</summary>
    [DataMember(Order = 2)]
    public string? Server { get; set; }

    /// <summary>TCP port, 1 to 65535; 0 for the usual one of the protocol.</summary>
    [DataMember(Order = 3)]
    public int Port { get; set; }

    /// <summary>The kind of credentials: a password, or the name of a token scheme such as OAuth.</summary>
    [DataMember(Order = 4)]
    public string? AuthType { get; set; }

    /// <summary>The login name.</summary>
    [DataMember(Order = 5)]
    public string? Username { get; set; }

    /// <summary>
    /// The password or token. It is never returned: it is null in a reply; null or empty in a request keeps the stored one.
    /// </summary>
    [DataMember(Order = 6)]
    public string? Password { get; set; }
}
