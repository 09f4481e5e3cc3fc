using Services83.EMail.Engines.Gateway.Identity;
using Services83.EMail.Engines.Gateway.Sync;
using Services83.EMail.Engines.Gateway.Upstream;

namespace Services83.EMail.Engines.Gateway;

/// <summary>A tenant as operators see it.</summary>
/// <param name="Tenant">Which.</param>
/// <param name="Answer">What is at its address; null if it was not asked.</param>
/// <param name="IsBroken">Whether no calls are sent to it for some time, because it could not be reached.</param>
/// <param name="Tickets">Valid tickets of its users.</param>
/// <param name="OpenSyncs">Queued syncs that have not ended.</param>
public sealed record TenantState(Tenant Tenant, string? Answer, bool IsBroken, int Tickets, int OpenSyncs)
{
    /// <summary>Whether nothing is known to be wrong.</summary>
    public bool IsFine => !IsBroken && Answer?.StartsWith("ok,", StringComparison.Ordinal) != false;
}

/// <summary>Reads the state of all tenants.</summary>
public sealed class TenantStates(Tenants tenants, Pipelines pipelines, TenantProbe probe, GatewayTicketStore tickets, SyncCallStore syncs)
{
    /// <param name="asks">Whether each tenant is asked; this takes as long as the slowest one, at most 20 seconds.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public async Task<IReadOnlyList<TenantState>> ReadAsync(bool asks, CancellationToken cancellationToken)
    {
        var (byTicket, bySync) = (await tickets.CountAsync(cancellationToken), await syncs.CountOpenAsync(cancellationToken));
        return await Task.WhenAll(tenants.List.Select(async tenant => new TenantState(
            tenant, asks ? await probe.AskAsync(tenant, cancellationToken) : null, pipelines.IsBroken(tenant), byTicket.GetValueOrDefault(tenant.Name),
            bySync.GetValueOrDefault(tenant.Name))));
    }
}
