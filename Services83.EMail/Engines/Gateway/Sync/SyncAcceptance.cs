using Microsoft.Extensions.Options;
using Services83.EMail.Engines.Gateway.Identity;
using Services83.EMail.Engines.Gateway.Upstream;

namespace Services83.EMail.Engines.Gateway.Sync;

/// <summary>Puts calls of <c>SyncEmailAccounts</c> into the queue.</summary>
internal sealed class SyncAcceptance(
    UpstreamCall call, PrincipalReader principals, SyncCallStore store, SyncSignal signal, IOptions<GatewayOptions> options)
{
    private const string Operation = "SyncEmailAccounts";

    /// <summary>Whether an operation is queued instead of forwarded.</summary>
    public bool Takes(string operation) => options.Value.QueueSyncs && operation == Operation;

    /// <summary>
    /// Stores the call, then returns. Before that it checks that the tenant accepts the caller, because the client could not be told later.
    /// </summary>
    /// <exception cref="UpstreamException">The tenant cannot be reached, or refuses the caller.</exception>
    /// <exception cref="ThrottledException">Too many calls wait already.</exception>
    public async Task AcceptAsync(SyncUserAccount[]? accounts, CancellationToken cancellationToken)
    {
        var tenant = call.RequireTenant();
        var credentials = call.RequireCredentials();
        var principal = await principals.ReadAsync(tenant, credentials, cancellationToken);
        if (accounts is null or [])
        {
            await GoOnAsync(tenant, principal, credentials, cancellationToken);
            return;
        }

        await store.EnqueueAsync(tenant, principal, accounts, credentials, cancellationToken);
        await signal.SetAsync(tenant, cancellationToken);
    }

    /// <summary>Continues the calls that wait for a login of a user whom the tenant has just accepted.</summary>
    public async Task GoOnAsync(Tenant tenant, SoPrincipalCarrier principal, UpstreamCredentials credentials, CancellationToken cancellationToken)
    {
        if (await store.GoOnAsync(tenant, principal, credentials, cancellationToken))
        {
            await signal.SetAsync(tenant, cancellationToken);
        }
    }
}
