using Services83.EMail.Doors.Dashboard;
using Services83.EMail.Engines.Gateway;
using Services83.EMail.Engines.Gateway.Sync;
using Services83.EMail.Storage;

namespace Services83.EMail.Hosting;

/// <summary>What the dashboard shows of a gateway. Doors name no engine, so this is between them.</summary>
internal static class GatewayView
{
    public static GatewayAccess Access { get; } = new(ReadAsync, RetryAsync);

    private static async Task<GatewayModel> ReadAsync(IServiceProvider services, int page, bool asks, CancellationToken cancellationToken)
    {
        var syncs = services.GetRequiredService<SyncCallStore>();
        var calls = await syncs.ListAsync(page, cancellationToken);
        return new GatewayModel
        {
            Tenants = [.. (await services.GetRequiredService<TenantStates>().ReadAsync(asks, cancellationToken)).Select(state => new TenantLine(
                state.Tenant.Name, state.Tenant.BaseAddress.AbsoluteUri, Answer(state), state.IsFine, state.Tickets, state.OpenSyncs))],
            Held = await syncs.CountHeldAsync(cancellationToken),
            Syncs = new Page<SyncLine>([.. calls.Rows.Select(Line)], calls.Number, calls.HasNext),
        };
    }

    private static Task<bool> RetryAsync(IServiceProvider services, int syncId, CancellationToken cancellationToken) =>
        services.GetRequiredService<SyncCallStore>().TryAgainAsync(syncId, cancellationToken);

    private static string Answer(TenantState state) => state.Answer ?? (state.IsBroken ? "cannot be reached; calls to it pause" : "not asked");

    private static SyncLine Line(SyncCall call) => new(
        call.SyncId, call.Tenant, call.Associate, call.StateName, call.IsHeld, call.RequestedAt, call.Attempts, call.EndedAt ?? call.NextAt, call.Reason);
}
