using System.ComponentModel.DataAnnotations;

namespace Services83.EMail.Connections;

/// <summary>Settings under <c>Mail:Connections</c>: how many connections to mail servers there are.</summary>
public sealed class ConnectionOptions
{
    public const string Section = "Mail:Connections";

    /// <summary>Connections to one IMAP server that callers name, in use and idle together, 1 to 100. Default 8.</summary>
    [Range(1, 100)]
    public int MaxPerHost { get; set; } = 8;

    /// <summary>Connections to one server for outgoing mail at a time, 1 to 100. Default 4.</summary>
    [Range(1, 100)]
    public int MaxSmtpPerHost { get; set; } = 4;

    /// <summary>Seconds that a connection waits for the next call of the same login before it is closed, 0 to 1500. Default 60.</summary>
    [Range(0, 1500)]
    public int IdleSeconds { get; set; } = 60;

    /// <summary>
    /// Hosts to which the program connects without encryption, even for passwords, if the caller does not request it. All others must offer
    /// STARTTLS.
    /// </summary>
    public string[] CleartextHosts { get; set; } = [];
}
