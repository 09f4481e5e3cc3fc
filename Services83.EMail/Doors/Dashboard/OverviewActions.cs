using Services83.EMail.Doors.Dashboard.Pages;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>The first page: whether all is well, and what is not. Each of its queries counts or reads a few rows.</summary>
internal static class OverviewActions
{
    public static async Task ShowAsync(Visit visit)
    {
        var counts = visit.Get<StateCounts>();
        var model = new OverviewModel
        {
            Accounts = await counts.AccountsAsync(visit.Aborted),
            Requests = await counts.RequestsAsync(visit.Aborted),
            OutgoingForPerson = await visit.Get<OutboxPages>().CountAsync(visit.Aborted),
        };
        await visit.ShowAsync<OverviewPage>(new Dictionary<string, object?> { ["Model"] = model, ["Server"] = await ServerModel.ReadAsync(visit) });
    }
}

/// <summary>What the first page shows of the mailbox engine.</summary>
public sealed record OverviewModel
{
    /// <inheritdoc cref="StateCounts.AccountsAsync" />
    public required IReadOnlyDictionary<string, long> Accounts { get; init; }

    /// <inheritdoc cref="StateCounts.RequestsAsync" />
    public required IReadOnlyDictionary<string, long> Requests { get; init; }

    /// <summary>Messages of the outbox that wait for a person.</summary>
    public required int OutgoingForPerson { get; init; }

    /// <summary>Whether nothing waits for a person.</summary>
    public bool IsFine => Accounts["failed"] + Accounts["failing"] == 0 && OutgoingForPerson == 0;
}
