using Services83.EMail.Doors.Dashboard.Pages;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>The first page of a gateway: its tenants and the queued syncs.</summary>
internal static class GatewayActions
{
    public static Task ShowAsync(Visit visit) => ShowAsync(visit, asks: false);

    /// <summary>Asks the tenants, and shows what they answer.</summary>
    public static Task AskAsync(Visit visit) => ShowAsync(visit, asks: true);

    public static async Task RetryAsync(Visit visit)
    {
        if (!await visit.Services.Gateway!.RetryAsync(visit.Http.RequestServices, visit.Id, visit.Aborted))
        {
            throw new EntityNotFoundException($"There is no queued sync with the id {visit.Id} that waits.", "syncId", $"{visit.Id}");
        }

        visit.Log("retries", $"queued sync {visit.Id}");
        await visit.GoAsync("", Notice.SyncRetried);
    }

    private static async Task ShowAsync(Visit visit, bool asks) => await visit.ShowAsync<GatewayOverviewPage>(new Dictionary<string, object?>
    {
        ["Model"] = await visit.Services.Gateway!.ReadAsync(visit.Http.RequestServices, visit.PageNumber, asks, visit.Aborted),
        ["Server"] = await ServerModel.ReadAsync(visit),
    });
}
