using Services83.EMail.Storage;
using Services83.EMail.Storage.Sqlite;

namespace Services83.EMail.Administration.Doctor;

/// <summary>Examines the database, and the clock by what is in it.</summary>
internal sealed class DatabaseExamination(IDatabase database, AccountStore accounts, WriteProbe probe, TimeProvider time)
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    public async Task<IReadOnlyList<Finding>> RunAsync(StorageOptions options, CancellationToken cancellationToken) =>
    [
        new(Severity.Ok, "Database", $"{database.Name} answers ({database.Product}) and belongs to the encryption keys"),
        .. options.Provider == StorageProvider.Sqlite ? await OfStructureAsync(options, cancellationToken) : [],
        await OfWritingAsync(cancellationToken),
        await OfClockAsync(cancellationToken),
    ];

    private static async Task<IReadOnlyList<Finding>> OfStructureAsync(StorageOptions options, CancellationToken cancellationToken)
    {
        var problems = await Task.Run(() => SqliteFile.Check(options.DatabaseFile, isAtRest: false), cancellationToken);
        return problems.Count == 0
            ? [new(Severity.Ok, "Database structure", "is sound")]
            : [.. problems.Select(problem => new Finding(
                Severity.Error, "Database structure", problem, "Stop the server, keep a copy of the data folder, and restore the latest backup."))];
    }

    private async Task<Finding> OfWritingAsync(CancellationToken cancellationToken)
    {
        return await probe.FailureAsync(cancellationToken) is { } failure
            ? new(Severity.Error, "Writing", failure.Message, "Until this is solved nothing is synced and nothing is sent.")
            : new(Severity.Ok, "Writing", "works");
    }

    /// <summary>What was stored later than now shows that the clock was, or is, wrong.</summary>
    private async Task<Finding> OfClockAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var latest = (await accounts.ListAsync(cancellationToken)).Select(account => account.LastTriedAt).Max();
        return latest > now + ClockTolerance
            ? new(
                Severity.Warning, "Clock", $"it is {now.UtcDateTime:yyyy-MM-dd HH:mm:ss} (UTC), but the latest sync was at {latest.Value.UtcDateTime:yyyy-MM-dd HH:mm:ss}",
                "Let this machine set its clock by the network (timedatectl).")
            : new(Severity.Ok, "Clock", $"it is {now.UtcDateTime:yyyy-MM-dd HH:mm:ss} (UTC)");
    }
}
