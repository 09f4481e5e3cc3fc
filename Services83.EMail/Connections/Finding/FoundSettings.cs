using Services83.EMail.Storage;

namespace Services83.EMail.Connections.Finding;

/// <summary>A server for mail that a source names.</summary>
/// <param name="Protocol">Its protocol.</param>
/// <param name="Endpoint">The server.</param>
/// <param name="UserName">The login name there; null if the source does not say it, which means the address.</param>
public sealed record FoundServer(MailProtocol Protocol, MailEndpoint Endpoint, string? UserName = null)
{
    /// <summary>In the form that <see cref="MailEndpoint.Parse(MailProtocol, string, int)"/> reads.</summary>
    public override string ToString() => $"{Endpoint.ToServerName(Protocol)}:{Endpoint.Port}";
}

/// <summary>What one source says of the mailbox with an address.</summary>
/// <param name="Source">Where it was found, for a person to read.</param>
/// <param name="Incoming">The server for incoming mail; null when the source names none that can be used.</param>
/// <param name="Outgoing">The server for outgoing mail; null when the source names none that can be used.</param>
public sealed record FoundSettings(string Source, FoundServer? Incoming, FoundServer? Outgoing)
{
    /// <summary>What a person has to know before these settings are used.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>The result of a search.</summary>
/// <param name="Candidates">Settings that can be used, the most reliable first; each names a server for incoming mail.</param>
/// <param name="Rejected">What was found and cannot be used, and which sources did not answer, with the reasons.</param>
public sealed record SearchResult(IReadOnlyList<FoundSettings> Candidates, IReadOnlyList<string> Rejected);
