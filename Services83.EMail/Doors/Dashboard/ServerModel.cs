using Services83.EMail.RecentCalls;
using Services83.EMail.Storage;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>What the first page shows of the server itself, whatever the engine.</summary>
public sealed record ServerModel
{
    private static readonly TimeSpan CallsShown = TimeSpan.FromHours(24);

    /// <summary>The background tasks that fail.</summary>
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

    internal static async Task<ServerModel> ReadAsync(Visit visit)
    {
        var (database, node, calls, now) = (visit.Get<IDatabase>(), visit.Get<INode>(), visit.Get<RecentCallStore>(), visit.Services.Time.GetUtcNow());
        return new ServerModel
        {
            Troubles = await visit.Get<LoopTroubleStore>().ListAsync(visit.Aborted),
            Database = database.Product,
            DatabaseBytes = await database.SizeAsync(visit.Aborted),
            Operations = await calls.CountAsync(now - CallsShown, visit.Aborted),
            Hours = HoursOf(await calls.CountByTimeAsync(now - CallsShown, visit.Aborted), now),
            Node = node.Id,
            Nodes = await node.AliveAsync(visit.Aborted),
        };
    }

    /// <summary>The last 24 hours of the clock, the present one last, also those without calls.</summary>
    private static IReadOnlyList<PeriodCount> HoursOf(IReadOnlyList<PeriodCount> periods, DateTimeOffset now)
    {
        var present = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        var byHour = periods.ToLookup(period => (int)Math.Floor((period.BeganAt - present).TotalHours));
        return [.. Enumerable.Range(-23, 24).Select(hour => new PeriodCount
        {
            BeganAt = present.AddHours(hour), Calls = byHour[hour].Sum(period => period.Calls), Errors = byHour[hour].Sum(period => period.Errors),
        })];
    }
}
