using Services83.EMail.Administration;
using Services83.EMail.Doors.Dashboard.Pages;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>The messages that are being sent or did not end well.</summary>
internal static class OutboxActions
{
    public static async Task ListAsync(Visit visit)
    {
        var part = visit.Query("part") == "underway" ? OutboxPart.UnderWay : OutboxPart.NeedsPerson;
        await visit.ShowAsync<OutboxPage>(new Dictionary<string, object?>
        {
            ["Part"] = part,
            ["Messages"] = await visit.Get<OutboxPages>().ListAsync(part, visit.PageNumber, visit.Aborted),
        });
    }

    public static Task SendAgainAsync(Visit visit) => DoAsync(visit, visit.Get<OutboxAdministration>().SendAgainAsync, "sends again", Notice.SendsAgain);

    public static Task DropAsync(Visit visit) => DoAsync(visit, visit.Get<OutboxAdministration>().DropAsync, "dropped", Notice.Dropped);

    public static Task RetryCopyAsync(Visit visit) => DoAsync(visit, visit.Get<OutboxAdministration>().RetryCopyAsync, "retries the copy of", Notice.CopyRetried);

    private static async Task DoAsync(Visit visit, Func<int, CancellationToken, Task> action, string what, Notice notice)
    {
        await action(visit.Id, visit.Aborted);
        visit.Log(what, $"outgoing message {visit.Id}");
        await visit.GoAsync("outbox", notice);
    }
}
