using Services83.EMail.Storage;

namespace Services83.EMail.Administration;

/// <summary>A login at a mail server that was tried.</summary>
/// <param name="Protocol">The protocol of the server.</param>
/// <param name="Endpoint">The server.</param>
/// <param name="UserName">The login name; empty for no login.</param>
/// <param name="Failure">Why it failed, partly in the server's own words; null after a success.</param>
/// <param name="CertificateEnds">Until when the server's certificate is valid; null if none was accepted.</param>
public sealed record TestedLogin(MailProtocol Protocol, MailEndpoint Endpoint, string UserName, string? Failure, DateTimeOffset? CertificateEnds);
