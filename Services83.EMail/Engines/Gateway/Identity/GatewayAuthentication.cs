using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Identity;

namespace Services83.EMail.Engines.Gateway.Identity;

/// <summary>
/// Turns what a client brings into what its tenant is shown. Who that is, and what it may do, is the tenant's business: a ticket of the
/// gateway's own stands for a stored password, everything else goes on as it is.
/// </summary>
internal sealed class GatewayAuthentication(UpstreamCall call, GatewayTicketStore tickets) : ICallerAuthentication
{
    public async Task<Caller?> AuthenticateAsync(string? ticket, string? applicationToken, CancellationToken cancellationToken)
    {
        call.Credentials = await CredentialsOfAsync(ticket, applicationToken, cancellationToken);
        return null;
    }

    /// <summary>Ends a ticket of ours. One of the tenant's is left to the tenant.</summary>
    public Task EndAsync(string ticket, CancellationToken cancellationToken) => tickets.EndAsync(ticket, cancellationToken);

    /// <exception cref="NotAuthenticatedException">There is no ticket, or one of ours that is not good any more.</exception>
    public async Task<UpstreamCredentials> CredentialsOfAsync(string? ticket, string? applicationToken, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(ticket))
        {
            throw new NotAuthenticatedException("This operation needs a valid ticket in the Credentials header.");
        }

        return (await tickets.UseAsync(call.RequireTenant(), ticket, cancellationToken))?.For(applicationToken)
            ?? UpstreamCredentials.OfTicket(ticket, applicationToken);
    }
}
