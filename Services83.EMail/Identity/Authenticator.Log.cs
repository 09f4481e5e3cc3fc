using System.Net;

namespace Services83.EMail.Identity;

// User names are not logged: people sometimes type their password there by mistake. The id of a known associate is logged.
public sealed partial class Authenticator
{
    [LoggerMessage(2001, LogLevel.Warning, "Ticket refused: {Reason}")]
    private partial void LogTicketRefused(string? reason);

    [LoggerMessage(2002, LogLevel.Warning, "Login refused: {Reason} (associate {AssociateId}) from {RemoteAddress}")]
    private partial void LogLogInRefused(string reason, int associateId, IPAddress? remoteAddress);

    [LoggerMessage(2003, LogLevel.Warning, "Login from {RemoteAddress} refused: too many failures")]
    private partial void LogThrottled(IPAddress? remoteAddress);

    [LoggerMessage(2004, LogLevel.Warning, "Application token refused: {Reason}")]
    private partial void LogApplicationRefused(string reason);

    [LoggerMessage(2005, LogLevel.Warning, "Application {Application} called the EMail agent, which is not granted to it")]
    private partial void LogNotGranted(string application);

    [LoggerMessage(2006, LogLevel.Warning, "Implicit login refused: {Reason} (associate {AssociateId})")]
    private partial void LogImplicitRefused(string reason, int associateId);
}
