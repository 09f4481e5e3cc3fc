using System.Xml.Linq;
using Microsoft.Data.Sqlite;
using Npgsql;
using Services83.EMail.Storage.PostgreSql;
using Services83.EMail.Storage.Sqlite;

namespace Services83.EMail.Storage.Moving;

/// <summary>
/// Moves all data of an SQLite database into an empty PostgreSQL database, and compares both at the end. It may be interrupted at any moment:
/// the next attempt continues. The SQLite database is not changed.
/// </summary>
/// <param name="keys">The files of the encryption keys that become rows; empty if they stay in a folder.</param>
/// <param name="report">Called after each batch.</param>
internal sealed class DataMove(MoveSource source, MoveTarget target, IReadOnlyList<FileInfo> keys, Action<MoveProgress> report)
{
    /// <summary>Most rows that are stored at a time.</summary>
    public int BatchRows { get; init; } = 1000;

    /// <returns>The tables, which are the same in both databases now.</returns>
    /// <exception cref="StorageException">A database cannot be used, the target holds other data, or both differ at the end.</exception>
    public async Task<IReadOnlyList<MovedTable>> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await target.BeginAsync(source.Fingerprint, cancellationToken);
            var counts = target.Tables.ToDictionary(table => table, source.Count);
            var move = new TableMove(source, target, BatchRows, counts.Values.Sum(), report);
            foreach (var table in target.Tables)
            {
                await move.RunAsync(table, counts[table], cancellationToken);
            }

            await target.StoreKeysAsync(keys, cancellationToken);
            var moved = await CheckAsync(counts, cancellationToken);
            await target.EndAsync(cancellationToken);
            return moved;
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, source.File);
        }
        catch (NpgsqlException exception)
        {
            throw PostgreSqlErrors.Translate(exception, target.Name);
        }
    }

    private async Task<IReadOnlyList<MovedTable>> CheckAsync(Dictionary<TableShape, long> counts, CancellationToken cancellationToken)
    {
        var check = new TableCheck(source, target, counts.Values.Sum(), report);
        var moved = new List<MovedTable>();
        foreach (var table in target.Tables)
        {
            moved.Add(await check.RunAsync(table, counts[table], cancellationToken));
        }

        await CheckKeysAsync(cancellationToken);
        return moved;
    }

    private async Task CheckKeysAsync(CancellationToken cancellationToken)
    {
        var stored = await target.KeysAsync(cancellationToken);
        var wrong = keys.FirstOrDefault(file => !stored.TryGetValue(Path.GetFileNameWithoutExtension(file.Name), out var xml)
            || !XNode.DeepEquals(XElement.Parse(xml), XElement.Load(file.FullName)));
        if (wrong is not null || stored.Count != keys.Count)
        {
            throw new StorageException(
                $"Table data_protection_key: the keys are not those of the folder{(wrong is null ? "" : $": {wrong.Name} is missing or different")}. " +
                "Create a new, empty database and move the data into that one.",
                isTransient: false);
        }
    }
}
