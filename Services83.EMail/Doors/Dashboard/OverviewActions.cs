using Services83.EMail.Doors.Dashboard.Pages;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>The first page: whether all is well, and what is not. Each of its queries counts or reads a few rows.</summary>
internal static class OverviewActions
{
    public static async Task ShowAsync(Visit visit)
    {
        var (counts, database, node) = (visit.Get<StateCounts>(), visit.Get<IDatabase>(), visit.Get<INode>());
        var model = new OverviewModel
        {
            Accounts = await counts.AccountsAsync(visit.Aborted),
            Requests = await counts.RequestsAsync(visit.Aborted),
            OutgoingForPerson = await visit.Get<OutboxPages>().CountAsync(visit.Aborted),
            Troubles = await visit.Get<LoopTroubleStore>().ListAsync(visit.Aborted),
            Database = database.Product,
            DatabaseBytes = await database.SizeAsync(visit.Aborted),
            Node = node.Id,
            Nodes = await node.AliveAsync(visit.Aborted),
        };
        await visit.ShowAsync<OverviewPage>(new Dictionary<string, object?> { ["Model"] = model });
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

    /// <summary>The process that answers, and all that serve the database.</summary>
    public required int Node { get; init; }

    public required IReadOnlyList<int> Nodes { get; init; }

    /// <summary>Whether nothing waits for a person.</summary>
    public bool IsFine => Accounts["failed"] + Accounts["failing"] == 0 && OutgoingForPerson == 0 && Troubles.Count == 0;
}
