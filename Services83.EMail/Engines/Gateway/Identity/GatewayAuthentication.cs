using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Identity;

namespace Services83.EMail.Engines.Gateway.Identity;

/// <summary>
/// Turns the credentials of a client into the credentials for its tenant. The tenant decides who the caller is and what it may do: a ticket
/// that the gateway issued stands for a stored password, everything else is forwarded unchanged.
/// </summary>
internal sealed class GatewayAuthentication(UpstreamCall call, CallContext context, GatewayTicketStore tickets) : ICallerAuthentication
{
    public async Task<Caller?> AuthenticateAsync(string? ticket, string? applicationToken, CancellationToken cancellationToken)
    {
        call.Credentials = await CredentialsOfAsync(ticket, applicationToken, cancellationToken);
        return null;
    }

    /// <summary>Ends a ticket that the gateway issued. A ticket of the tenant is left to the tenant.</summary>
    public Task EndAsync(string ticket, CancellationToken cancellationToken) => tickets.EndAsync(ticket, cancellationToken);

    /// <exception cref="NotAuthenticatedException">There is no ticket, or it is one of ours that is no longer valid.</exception>
    public async Task<UpstreamCredentials> CredentialsOfAsync(string? ticket, string? applicationToken, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(ticket))
        {
            throw new NotAuthenticatedException("This operation needs a valid ticket in the Credentials header.");
        }

        var own = await tickets.UseAsync(call.RequireTenant(), ticket, cancellationToken);
        // The tenant has accepted the login that our ticket stands for.
        context.AcceptedName = own?.UserName;
        context.IsCheckedByTenant = true;
        return own?.For(applicationToken) ?? UpstreamCredentials.OfTicket(ticket, applicationToken);
    }
}
