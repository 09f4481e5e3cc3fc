using Services83.EMail.Administration.Doctor;
using Services83.EMail.Commands.Output;
using Services83.EMail.Engines.Gateway;
using Services83.EMail.Engines.Gateway.Identity;
using Services83.EMail.Engines.Gateway.Sync;
using Services83.EMail.Engines.Gateway.Upstream;

namespace Services83.EMail.Commands;

/// <summary>The output of <c>status</c> for a gateway: every tenant and whether it answers, and the accepted syncs.</summary>
internal static class GatewayStatus
{
    private static readonly Listing<TenantState> TenantStates = new(
        new("tenant", "Tenant", row => row.Tenant.Name, row => row.Tenant.Name.Length > 0 ? row.Tenant.Name : "(default)"),
        new("address", "Address", row => row.Tenant.BaseAddress.AbsoluteUri),
        new("answer", "Answer", row => row.Answer),
        new("tickets", "Tickets", row => row.Tickets),
        new("openSyncs", "Syncs to do", row => row.OpenSyncs));

    private static readonly Listing<SyncCall> Syncs = new(
        new("syncId", "Id", sync => sync.SyncId),
        new("tenant", "Tenant", sync => sync.Tenant),
        new("associate", "Associate", sync => sync.Associate),
        new("state", "State", sync => sync.IsHeld ? "held" : State(sync.State)),
        new("requestedAt", "Asked (UTC)", sync => sync.RequestedAt),
        new("attempts", "Attempts", sync => sync.Attempts),
        new("nextOrEndAt", "Next or end (UTC)", sync => sync.EndedAt ?? sync.NextAt),
        new("reason", "Reason", sync => sync.Reason));

    public static async Task<IReadOnlyList<StatusSection>> ReadAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var syncs = await services.GetRequiredService<SyncCallStore>().ListAsync(cancellationToken);
        return
        [
            StatusSection.Of(
                "tenants", TenantStates, await TenantsAsync(services, syncs, cancellationToken), isAlwaysShown: true,
                row => IsFine(row) ? 0 : Answer.NeedsAttention),
            StatusSection.Of("syncs", Syncs, syncs, isAlwaysShown: true, sync => sync.IsHeld ? Answer.NeedsAttention : 0),
        ];
    }

    /// <summary>What <c>doctor</c> says of the tenants.</summary>
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(IServiceProvider services, CancellationToken cancellationToken) =>
    [
        .. (await TenantsAsync(services, [], cancellationToken)).Select(row => new Finding(
            IsFine(row) ? Severity.Ok : Severity.Error, $"Tenant {row.Tenant.BaseAddress}", row.Answer,
            IsFine(row) ? "" : "docs/keeping-a-client-alive.md explains the answers.")),
    ];

    private static bool IsFine(TenantState row) => row.Answer.StartsWith("ok,", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<TenantState>> TenantsAsync(IServiceProvider services, IReadOnlyList<SyncCall> syncs, CancellationToken cancellationToken)
    {
        var tickets = await services.GetRequiredService<GatewayTicketStore>().CountAsync(cancellationToken);
        var probe = services.GetRequiredService<TenantProbe>();
        return await Task.WhenAll(services.GetRequiredService<Tenants>().List.Select(async tenant => new TenantState(
            tenant, await probe.AskAsync(tenant, cancellationToken), tickets.GetValueOrDefault(tenant.Name),
            syncs.Count(sync => sync.EndedAt is null && sync.Tenant.Equals(tenant.Name, StringComparison.OrdinalIgnoreCase)))));
    }

    private static string State(SyncState state) => state switch
    {
        SyncState.Waiting => "waiting",
        SyncState.Running => "running",
        SyncState.Done => "done",
        SyncState.AwaitsLogin => "waits for a login",
        _ => "given up",
    };

    private sealed record TenantState(Tenant Tenant, string Answer, int Tickets, int OpenSyncs);
}
