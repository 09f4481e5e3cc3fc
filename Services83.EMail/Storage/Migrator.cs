using System.Data.Common;

namespace Services83.EMail.Storage;

/// <summary>
/// Applies the migrations that a database does not have yet. Each step checks the recorded version inside its own write transaction, so if
/// several processes start at once, one does the work and the others find it done. A start without anything new takes one transaction.
/// </summary>
internal sealed class Migrator(IDatabase database, IReadOnlyList<Migration> migrations, TimeProvider time)
{
    internal const string CreateTable = """
        CREATE TABLE IF NOT EXISTS schema_version (
            version    INTEGER PRIMARY KEY,
            name       TEXT NOT NULL,
            checksum   TEXT NOT NULL,
            applied_at BIGINT NOT NULL)
        """;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var applied = await database.WriteAsync(CheckHistoryAsync, cancellationToken);
        foreach (var migration in migrations.Where(migration => !applied.Contains(migration.Version)))
        {
            await database.WriteAsync((transaction, token) => ApplyAsync(transaction, migration, token), cancellationToken);
        }
    }

    /// <summary>The versions that the database has.</summary>
    private async Task<HashSet<int>> CheckHistoryAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        await transaction.ExecuteAsync(CreateTable, new { }, cancellationToken);
        var applied = await transaction.QueryAsync<AppliedMigration>(
            "SELECT version, name, checksum FROM schema_version ORDER BY version", new { }, cancellationToken);
        foreach (var row in applied)
        {
            var known = migrations.FirstOrDefault(migration => migration.Version == row.Version)
                ?? throw new StorageException(
                    $"The database has schema version {row.Version} ({row.Name}), this program knows up to {migrations[^1].Version}. " +
                    "It was written by a newer program: start that one, or restore a backup from before the upgrade.",
                    isTransient: false);
            if (known.Checksum != row.Checksum)
            {
                throw new StorageException(
                    $"Migration {row.Version} ({row.Name}) was applied to the database with a different text than in this program. " +
                    "Use the program that made the database, or a new data folder.",
                    isTransient: false);
            }
        }

        return [.. applied.Select(row => row.Version)];
    }

    private async Task<bool> ApplyAsync(DbTransaction transaction, Migration migration, CancellationToken cancellationToken)
    {
        var done = await transaction.QueryAsync<int>(
            "SELECT version FROM schema_version WHERE version = @Version", new { migration.Version }, cancellationToken);
        if (done.Count > 0)
        {
            return false;
        }

        await transaction.ExecuteAsync(migration.Sql, new { }, cancellationToken);
        await transaction.ExecuteAsync(
            "INSERT INTO schema_version (version, name, checksum, applied_at) VALUES (@Version, @Name, @Checksum, @AppliedAt)",
            new { migration.Version, migration.Name, migration.Checksum, AppliedAt = time.GetUtcNow() },
            cancellationToken);
        return true;
    }

    private sealed record AppliedMigration
    {
        public int Version { get; init; }

        public string Name { get; init; } = "";

        public string Checksum { get; init; } = "";
    }
}
