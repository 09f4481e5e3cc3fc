using System.Net;
using Microsoft.Extensions.Options;

namespace Services83.EMail.Identity;

/// <summary>
/// Authenticates callers and refuses all others. The client of a refused login does not get the reason, our log does; neither ever contains
/// a ticket, a password or a token.
/// </summary>
public sealed partial class Authenticator(
    AssociateStore associates,
    TicketStore tickets,
    ApplicationTokenStore applications,
    LoginThrottle throttle,
    CallPace pace,
    IOptions<IdentityOptions> options,
    ILogger<Authenticator> logger) : ICallerAuthentication, IDisposable
{
    private const int MaxUserNameLength = 256;
    private const int MaxPasswordLength = 1024;

    /// <summary>Checking a password is slow on purpose. Half of the processors stay free for other calls, however many logins come.</summary>
    private readonly SemaphoreSlim _passwordChecks = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>The owner of this ticket, for a call to the EMail agent. The ticket is then valid for another six hours.</summary>
    /// <exception cref="NotAuthenticatedException">The ticket or, online, the application token is missing or refused.</exception>
    /// <exception cref="AccessDeniedException">Online: the EMail agent is not granted to the application.</exception>
    /// <exception cref="ThrottledException">The associate has called too often within a minute.</exception>
    public async Task<Caller> AuthenticateTicketAsync(string? ticket, string? applicationToken, CancellationToken cancellationToken)
    {
        var application = await RequireApplicationAsync(applicationToken, cancellationToken);
        if (application is { EmailGranted: false })
        {
            LogNotGranted(application.Name);
            throw new AccessDeniedException("The EMail agent is not granted to this application.");
        }

        var associate = await UseTicketAsync(ticket, application, cancellationToken);
        pace.Count(associate);
        return associate.ToCaller();
    }

    /// <summary>Logs in by user name and password, or by a ticket as the user name with an empty password.</summary>
    /// <exception cref="NotAuthenticatedException">One of them is wrong.</exception>
    /// <exception cref="ThrottledException">Too many failures from this address.</exception>
    public async Task<LogIn> LogInAsync(
        string? userName, string? password, string? applicationToken, IPAddress? remoteAddress, CancellationToken cancellationToken)
    {
        var application = await RequireApplicationAsync(applicationToken, cancellationToken);
        userName ??= "";
        password ??= "";
        if (password.Length == 0 && Ticket.LooksLikeOne(userName))
        {
            return new LogIn(await UseTicketAsync(userName, application, cancellationToken), userName);
        }

        RequireLengths(userName, password, remoteAddress);
        return await IssueAsync(await CheckPasswordAsync(userName, password, remoteAddress, cancellationToken), application, cancellationToken);
    }

    /// <summary>The user with that name and password, for the program's own pages, which are no application.</summary>
    /// <exception cref="NotAuthenticatedException">One of them is wrong.</exception>
    /// <exception cref="ThrottledException">Too many failures from this address.</exception>
    public async Task<StoredAssociate> CheckAsync(string userName, string password, IPAddress? remoteAddress, CancellationToken cancellationToken)
    {
        RequireLengths(userName, password, remoteAddress);
        return await CheckPasswordAsync(userName, password, remoteAddress, cancellationToken);
    }

    /// <summary>Logs in the user whom a trusted reverse proxy has authenticated.</summary>
    /// <param name="proxyUserName">The result of <see cref="ProxyUser.NameOf"/>.</param>
    /// <param name="applicationToken">The application's token, unchanged.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    /// <exception cref="NotAuthenticatedException">It is not switched on, or the proxy named no known user.</exception>
    public async Task<LogIn> LogInImplicitAsync(string? proxyUserName, string? applicationToken, CancellationToken cancellationToken)
    {
        var application = await RequireApplicationAsync(applicationToken, cancellationToken);
        if (options.Value.ProxyUserHeader.Length == 0)
        {
            throw new NotAuthenticatedException(
                "This installation does not log in implicitly. Use AuthenticateUsernamePassword, or configure Identity:ProxyUserHeader.");
        }

        var associate = proxyUserName is null or { Length: > MaxUserNameLength }
            ? null
            : await associates.FindByLoginNameAsync(proxyUserName, cancellationToken);
        if (associate is null or { Disabled: true })
        {
            LogImplicitRefused(proxyUserName is null ? "no trusted proxy passed a name" : "unknown or disabled", associate?.AssociateId ?? 0);
            throw new NotAuthenticatedException("No trusted proxy has authenticated a user of this installation.");
        }

        return await IssueAsync(associate, application, cancellationToken);
    }

    /// <summary>The calling application; null on site, where it is not checked.</summary>
    /// <exception cref="NotAuthenticatedException">Online, and the token is missing, unknown or disabled.</exception>
    public async Task<Application?> RequireApplicationAsync(string? applicationToken, CancellationToken cancellationToken)
    {
        if (options.Value.Deployment == Deployment.OnSite)
        {
            return null;
        }

        var application = string.IsNullOrEmpty(applicationToken) ? null : await applications.FindAsync(applicationToken, cancellationToken);
        if (application is null or { Disabled: true })
        {
            LogApplicationRefused(string.IsNullOrEmpty(applicationToken) ? "missing" : application is null ? "unknown" : "disabled");
            throw new NotAuthenticatedException("This installation needs the token of a known application, in ApplicationToken (SOAP) or SO-AppToken (web API).");
        }

        return application;
    }

    async Task<Caller?> ICallerAuthentication.AuthenticateAsync(string? ticket, string? applicationToken, CancellationToken cancellationToken) =>
        await AuthenticateTicketAsync(ticket, applicationToken, cancellationToken);

    public Task EndAsync(string ticket, CancellationToken cancellationToken) => tickets.EndAsync(ticket, cancellationToken);

    public void Dispose() => _passwordChecks.Dispose();

    private void RequireLengths(string userName, string password, IPAddress? remoteAddress)
    {
        if (userName.Length is 0 or > MaxUserNameLength || password.Length > MaxPasswordLength)
        {
            LogLogInRefused("no or too long a user name, or too long a password", 0, remoteAddress);
            throw WrongPassword();
        }
    }

    private static NotAuthenticatedException WrongPassword() => new("The user name or the password is wrong.");

    private async Task<LogIn> IssueAsync(StoredAssociate associate, Application? application, CancellationToken cancellationToken) =>
        new(associate, await tickets.IssueAsync(associate.AssociateId, application?.Name ?? "", cancellationToken));

    private async Task<StoredAssociate> UseTicketAsync(string? ticket, Application? application, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(ticket))
        {
            throw new NotAuthenticatedException("This operation needs a valid ticket in the Credentials header.");
        }

        var check = await tickets.UseAsync(ticket, cancellationToken);
        var refusal = check.Refusal
            ?? (check.Application == AdministratorSessions.Application || application is not null && check.Application != application.Name
                ? "issued to another application"
                : null);
        if (check.Associate is null || refusal is not null)
        {
            LogTicketRefused(refusal);
            throw new NotAuthenticatedException("The ticket is invalid or has expired. Log in again.");
        }

        return check.Associate;
    }

    private async Task<StoredAssociate> CheckPasswordAsync(
        string userName, string password, IPAddress? remoteAddress, CancellationToken cancellationToken)
    {
        await _passwordChecks.WaitAsync(cancellationToken);
        try
        {
            if (throttle.IsBlocked(userName, remoteAddress))
            {
                LogThrottled(remoteAddress);
                throw new ThrottledException("Too many failed logins. Wait a quarter of an hour and try again.")
                {
                    RetryAfter = FailureCounters.Window,
                };
            }

            var associate = await associates.FindByLoginNameAsync(userName, cancellationToken);
            var right = await associates.VerifyPasswordAsync(associate, password, cancellationToken);
            if (!right || associate is null or { Disabled: true })
            {
                throttle.Failed(userName, remoteAddress);
                LogLogInRefused(right ? "disabled" : associate is null ? "unknown user" : "wrong password", associate?.AssociateId ?? 0, remoteAddress);
                throw WrongPassword();
            }

            throttle.Succeeded(userName, remoteAddress);
            return associate;
        }
        finally
        {
            _passwordChecks.Release();
        }
    }
}
