using Services83.EMail.Doors.Dashboard.Pages;
using Services83.EMail.RecentCalls;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>The first page: whether all is well, and what is not. Each of its queries counts or reads a few rows.</summary>
internal static class OverviewActions
{
    private static readonly TimeSpan CallsShown = TimeSpan.FromHours(24);

    public static async Task ShowAsync(Visit visit)
    {
        var (counts, database, node) = (visit.Get<StateCounts>(), visit.Get<IDatabase>(), visit.Get<INode>());
        var (calls, since) = (visit.Get<RecentCallStore>(), visit.Services.Time.GetUtcNow() - CallsShown);
        var model = new OverviewModel
        {
            Accounts = await counts.AccountsAsync(visit.Aborted),
            Requests = await counts.RequestsAsync(visit.Aborted),
            OutgoingForPerson = await visit.Get<OutboxPages>().CountAsync(visit.Aborted),
            Troubles = await visit.Get<LoopTroubleStore>().ListAsync(visit.Aborted),
            Database = database.Product,
            DatabaseBytes = await database.SizeAsync(visit.Aborted),
            Operations = await calls.CountAsync(since, visit.Aborted),
            Hours = HoursOf(await calls.CountByTimeAsync(since, visit.Aborted), visit.Services.Time.GetUtcNow()),
            Node = node.Id,
            Nodes = await node.AliveAsync(visit.Aborted),
        };
        await visit.ShowAsync<OverviewPage>(new Dictionary<string, object?> { ["Model"] = model });
    }

    /// <summary>The last 24 hours of the clock, the present one last, also those without calls.</summary>
    internal static IReadOnlyList<PeriodCount> HoursOf(IReadOnlyList<PeriodCount> periods, DateTimeOffset now)
    {
        var present = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        var byHour = periods.ToLookup(period => (int)Math.Floor((period.BeganAt - present).TotalHours));
        return [.. Enumerable.Range(-23, 24).Select(hour => new PeriodCount
        {
            BeganAt = present.AddHours(hour), Calls = byHour[hour].Sum(period => period.Calls), Errors = byHour[hour].Sum(period => period.Errors),
        })];
    }
}

/// <summary>What the first page shows.</summary>
public sealed record OverviewModel
{
    /// <inheritdoc cref="StateCounts.AccountsAsync" />
    public required IReadOnlyDictionary<string, long> Accounts { get; init; }

    /// <inheritdoc cref="StateCounts.RequestsAsync" />
    public required IReadOnlyDictionary<string, long> Requests { get; init; }

    /// <summary>Messages of the outbox that wait for a person.</summary>
    public required int OutgoingForPerson { get; init; }

    public required IReadOnlyList<LoopTrouble> Troubles { get; init; }

    /// <summary>Name and version of the product.</summary>
    public required string Database { get; init; }

    public required long DatabaseBytes { get; init; }

    /// <summary>The operations that were called within 24 hours.</summary>
    public required IReadOnlyList<OperationCount> Operations { get; init; }

    /// <summary>The calls of the last 24 hours, by the hour.</summary>
    public required IReadOnlyList<PeriodCount> Hours { get; init; }

    /// <summary>The process that answers, and all that serve the database.</summary>
    public required int Node { get; init; }

    public required IReadOnlyList<int> Nodes { get; init; }

    /// <summary>Whether nothing waits for a person.</summary>
    public bool IsFine => Accounts["failed"] + Accounts["failing"] == 0 && OutgoingForPerson == 0 && Troubles.Count == 0;
}
