using System.Globalization;
using Services83.EMail.Engines.Gateway;
using Services83.EMail.Engines.Gateway.Identity;
using Services83.EMail.Engines.Gateway.Sync;
using Services83.EMail.Engines.Gateway.Upstream;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary>The output of <c>status</c> for a gateway: every tenant and whether it answers, and the accepted syncs.</summary>
internal static class GatewayStatus
{
    public static async Task ShowAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var syncs = await services.GetRequiredService<SyncCallStore>().ListAsync(cancellationToken);
        await ShowTenantsAsync(services, syncs, cancellationToken);
        ShowSyncs(syncs);
    }

    private static async Task ShowTenantsAsync(IServiceProvider services, IReadOnlyList<SyncCall> syncs, CancellationToken cancellationToken)
    {
        var tickets = await services.GetRequiredService<GatewayTicketStore>().CountAsync(cancellationToken);
        var probe = services.GetRequiredService<TenantProbe>();
        var tenants = services.GetRequiredService<Tenants>().List;
        var answers = await Task.WhenAll(tenants.Select(tenant => probe.AskAsync(tenant, cancellationToken)));
        var table = new Table().AddColumns("Tenant", "Address", "Answer", "Tickets", "Syncs to do");
        foreach (var (tenant, answer) in tenants.Zip(answers))
        {
            var open = syncs.Count(sync => sync.EndedAt is null && sync.Tenant.Equals(tenant.Name, StringComparison.OrdinalIgnoreCase));
            AddRow(
                table, tenant.Name.Length > 0 ? tenant.Name : "(default)", tenant.BaseAddress.AbsoluteUri, answer,
                tickets.GetValueOrDefault(tenant.Name).ToString(CultureInfo.InvariantCulture), open.ToString(CultureInfo.InvariantCulture));
        }

        AnsiConsole.Write(table);
    }

    private static void ShowSyncs(IReadOnlyList<SyncCall> syncs)
    {
        var table = new Table().AddColumns("Id", "Tenant", "Associate", "State", "Asked (UTC)", "Attempts", "Next or end (UTC)", "Reason");
        foreach (var sync in syncs)
        {
            AddRow(
                table, sync.SyncId.ToString(CultureInfo.InvariantCulture), sync.Tenant, sync.Associate, sync.IsHeld ? "held" : State(sync.State), Moment(sync.RequestedAt),
                sync.Attempts.ToString(CultureInfo.InvariantCulture), Moment(sync.EndedAt ?? sync.NextAt), sync.Reason);
        }

        AnsiConsole.Write(table);
    }

    private static void AddRow(Table table, params string[] cells) => table.AddRow([.. cells.Select(cell => new Text(cell))]);

    private static string State(SyncState state) => state switch
    {
        SyncState.Waiting => "waiting",
        SyncState.Running => "running",
        SyncState.Done => "done",
        SyncState.AwaitsLogin => "waits for a login",
        _ => "given up",
    };

    private static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
