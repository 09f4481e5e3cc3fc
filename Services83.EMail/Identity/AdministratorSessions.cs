using System.Net;

namespace Services83.EMail.Identity;

/// <summary>A session of an administrator at the program's own pages.</summary>
/// <param name="Administrator">Who it is.</param>
/// <param name="Id">The same for all requests of the session; nobody can log in with it.</param>
public sealed record AdministratorSession(StoredAssociate Administrator, Guid Id);

/// <summary>
/// The sessions of administrators at the program's own pages. A session is a ticket that no door accepts, so it is in the list of tickets, can be
/// revoked there, and ends when its owner is disabled or gets a new password. Besides, it ends an hour after its last use, twelve hours after
/// its beginning, and when its owner is no administrator any more.
/// </summary>
public sealed partial class AdministratorSessions(
    Authenticator authenticator, TicketStore tickets, TimeProvider time, ILogger<AdministratorSessions> logger)
{
    /// <summary>Stands for the pages in the list of tickets; no application can have this name.</summary>
    public const string Application = "dashboard";

    private static readonly TimeSpan LongestIdle = TimeSpan.FromHours(1);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>When a session ends that is not used any more.</summary>
    public static DateTimeOffset EndOf(DateTimeOffset createdAt, DateTimeOffset lastUsedAt) =>
        lastUsedAt + LongestIdle < createdAt + Longest ? lastUsedAt + LongestIdle : createdAt + Longest;

    /// <summary>Begins a session.</summary>
    /// <returns>Its ticket.</returns>
    /// <exception cref="NotAuthenticatedException">The user name or the password is wrong.</exception>
    /// <exception cref="ThrottledException">Too many failures from this address.</exception>
    /// <exception cref="AccessDeniedException">The user is no administrator.</exception>
    public async Task<string> BeginAsync(string userName, string password, IPAddress? remoteAddress, CancellationToken cancellationToken)
    {
        var associate = await authenticator.CheckAsync(userName, password, remoteAddress, cancellationToken);
        if (!associate.IsAdministrator)
        {
            LogNoAdministrator(associate.LoginName, remoteAddress);
            throw new AccessDeniedException("These pages are for administrators. Ask one of them to make you an administrator, or to do for you what you need.");
        }

        LogBegun(associate.LoginName, remoteAddress);
        return await tickets.IssueAsync(associate.AssociateId, Application, cancellationToken);
    }

    /// <summary>The session with this ticket; null when there is none or it has ended.</summary>
    /// <param name="ticket">What <see cref="BeginAsync"/> returned.</param>
    /// <param name="isUse">Whether the administrator has done something; false for requests that a page makes by itself.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<AdministratorSession?> FindAsync(string ticket, bool isUse, CancellationToken cancellationToken)
    {
        if (!Ticket.TryParse(ticket, out var parsed) || await tickets.CheckAsync(ticket, isUse, cancellationToken) is not { Associate: { } associate } check
            || check.Application != Application)
        {
            return null;
        }

        if (associate.IsAdministrator && time.GetUtcNow() < EndOf(check.CreatedAt, check.LastUsedAt))
        {
            return new AdministratorSession(associate, parsed.Id);
        }

        await tickets.EndAsync(ticket, cancellationToken);
        return null;
    }

    /// <summary>Ends a session. An unknown or ended one is ignored.</summary>
    public Task EndAsync(string ticket, CancellationToken cancellationToken) => tickets.EndAsync(ticket, cancellationToken);

    [LoggerMessage(1030, LogLevel.Information, "{LoginName} has logged in to the dashboard from {Address}")]
    private partial void LogBegun(string loginName, IPAddress? address);

    [LoggerMessage(1031, LogLevel.Warning, "{LoginName} was refused at the dashboard from {Address}: no administrator")]
    private partial void LogNoAdministrator(string loginName, IPAddress? address);
}
