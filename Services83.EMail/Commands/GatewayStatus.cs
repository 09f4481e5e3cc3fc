using Services83.EMail.Administration.Doctor;
using Services83.EMail.Commands.Output;
using Services83.EMail.Engines.Gateway;
using Services83.EMail.Engines.Gateway.Sync;

namespace Services83.EMail.Commands;

/// <summary>The output of <c>status</c> for a gateway: every tenant and whether it answers, and the accepted syncs.</summary>
internal static class GatewayStatus
{
    private static readonly Listing<TenantState> TenantListing = new(
        new("tenant", "Tenant", row => row.Tenant.Name, row => row.Tenant.Name.Length > 0 ? row.Tenant.Name : "(default)"),
        new("address", "Address", row => row.Tenant.BaseAddress.AbsoluteUri),
        new("answer", "Answer", row => row.Answer),
        new("tickets", "Tickets", row => row.Tickets),
        new("openSyncs", "Syncs to do", row => row.OpenSyncs));

    private static readonly Listing<SyncCall> Syncs = new(
        new("syncId", "Id", sync => sync.SyncId),
        new("tenant", "Tenant", sync => sync.Tenant),
        new("associate", "Associate", sync => sync.Associate),
        new("state", "State", sync => sync.StateName),
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
                "tenants", TenantListing, await services.GetRequiredService<TenantStates>().ReadAsync(asks: true, cancellationToken), isAlwaysShown: true,
                row => row.IsFine ? 0 : Answer.NeedsAttention),
            StatusSection.Of("syncs", Syncs, syncs, isAlwaysShown: true, sync => sync.IsHeld ? Answer.NeedsAttention : 0),
        ];
    }

    /// <summary>What <c>doctor</c> says of the tenants.</summary>
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(IServiceProvider services, CancellationToken cancellationToken) =>
    [
        .. (await services.GetRequiredService<TenantStates>().ReadAsync(asks: true, cancellationToken)).Select(row => new Finding(
            row.IsFine ? Severity.Ok : Severity.Error, $"Tenant {row.Tenant.BaseAddress}", row.Answer!,
            row.IsFine ? "" : "docs/keeping-a-client-alive.md explains the answers.")),
    ];
}
