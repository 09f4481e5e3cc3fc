using Services83.EMail.Engines.Gateway.Identity;
using Services83.EMail.Engines.Gateway.Sync;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Identity;

namespace Services83.EMail.Engines.Gateway.Forwarding;

/// <summary>The SoPrincipal agent of the gateway: the tenant checks name and password.</summary>
internal sealed partial class GatewayPrincipal(
    UpstreamCall call, CallContext context, GatewayAuthentication authentication, GatewayTicketStore tickets, PrincipalReader principals,
    LogInGate gate, LoginThrottle throttle, SyncAcceptance syncs, SystemInformation system, ILogger<GatewayPrincipal> logger) : ISoPrincipal
{
    private const int MaxUserNameLength = 256;
    private const int MaxPasswordLength = 1024;

    public async Task<AuthenticateResponse> AuthenticateUsernamePasswordAsync(string? userName, string? password)
    {
        userName ??= "";
        password ??= "";
        if (password.Length == 0 && userName.Length > 0)
        {
            // A ticket, or an access token.
            var credentials = await authentication.CredentialsOfAsync(userName, context.ApplicationToken, context.Aborted);
            var principal = await principals.ReadAsync(call.RequireTenant(), credentials, context.Aborted);
            await syncs.GoOnAsync(call.RequireTenant(), principal, credentials, context.Aborted);
            return Accept(principal, userName);
        }

        if (userName.Length is 0 or > MaxUserNameLength || password.Length > MaxPasswordLength)
        {
            throw new NotAuthenticatedException("The user name or the password is wrong.");
        }

        var tenant = call.RequireTenant();
        return await gate.PassAsync(tenant, () => LogInAsync(tenant, userName, password), context.Aborted);
    }

    public Task<AuthenticateResponse> AuthenticateGenericAsync(AuthenticationGenericData? authenticationData)
    {
        var (userName, password) = GenericLogIn.Read(authenticationData);
        return AuthenticateUsernamePasswordAsync(userName, password);
    }

    public Task<AuthenticateResponse> AuthenticateImplicitAsync() => throw new NotAuthenticatedException(
        "A gateway does not log in implicitly, because its tenant does not know this network. Use AuthenticateUsernamePassword.");

    public Task<SoSystemInfoCarrier> GetSystemInfoAsync() => system.DescribeAsync(context.Aborted);

    private AuthenticateResponse Accept(SoPrincipalCarrier principal, string ticket)
    {
        context.AcceptedName = principal.Associate;
        return new AuthenticateResponse
        {
            Response = principal,
            Credentials = new SoCredentials { Ticket = ticket },
            AuthenticationSucceeded = true,
        };
    }

    private async Task<AuthenticateResponse> LogInAsync(Tenant tenant, string userName, string password)
    {
        // Counted for each tenant separately: the same name is a different user there.
        var throttled = $"{tenant.Name}/{userName}";
        if (throttle.IsBlocked(throttled, context.RemoteAddress))
        {
            throw new ThrottledException("Too many failed logins. Wait a quarter of an hour and try again.")
            {
                RetryAfter = FailureCounters.Window,
            };
        }

        var credentials = UpstreamCredentials.OfPassword(userName, password, context.ApplicationToken);
        try
        {
            var principal = await principals.ReadAsync(tenant, credentials, context.Aborted);
            throttle.Succeeded(throttled, context.RemoteAddress);
            await syncs.GoOnAsync(tenant, principal, credentials, context.Aborted);
            return Accept(principal, await tickets.IssueAsync(tenant, credentials, context.Aborted));
        }
        catch (UpstreamException exception) when (exception.Reason == UpstreamFailure.NotAuthenticated)
        {
            throttle.Failed(throttled, context.RemoteAddress);
            LogRefused(tenant, context.RemoteAddress);
            throw;
        }
    }

    // No user name: people sometimes type their password there by mistake.
    [LoggerMessage(5002, LogLevel.Warning, "Login refused by tenant {Tenant} from {RemoteAddress}")]
    private partial void LogRefused(Tenant tenant, System.Net.IPAddress? remoteAddress);
}
