using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using Services83.EMail.Storage.PostgreSql;

namespace Services83.EMail.Storage.Moving;

/// <summary>
/// Moves the rows of a table. Those with a number are moved in batches, each stored as a whole, so that the next attempt continues after the
/// highest number. Other tables are short, and are stored as a whole.
/// </summary>
internal sealed class TableMove(MoveSource source, MoveTarget target, int batchRows, long allTotal, Action<MoveProgress> report)
{
    /// <summary>A batch ends after the row with which it has this many bytes.</summary>
    private const long BatchBytes = 16 * 1024 * 1024;

    /// <param name="total">Rows of the table.</param>
    public async Task RunAsync(TableShape table, long total, CancellationToken cancellationToken)
    {
        var last = table.IsNumbered ? await target.LastNumberAsync(table, cancellationToken) : null;
        if (table.IsNumbered || !await target.HasRowsAsync(table, cancellationToken))
        {
            var progress = new MoveProgress(table.Name, IsCheck: false, last is null ? 0 : await target.CountAsync(table, cancellationToken), total, 0, allTotal);
            report(progress);
            await using var rows = await source.OpenRowsAsync(table, last, cancellationToken);
            for (var more = rows.Read(); more; report(progress))
            {
                (more, progress) = await MoveBatchAsync(table, rows, progress, cancellationToken);
            }
        }

        if (table.Counter is not null && source.HighestNumber(table) is > 0 and var highest)
        {
            await target.SetCounterAsync(table, highest, cancellationToken);
        }
    }

    /// <summary>Moves rows from the current one on. Returns whether there are more, with the first of them as the current one.</summary>
    /// <exception cref="StorageException">PostgreSQL refuses one of the rows.</exception>
    private async Task<(bool More, MoveProgress Progress)> MoveBatchAsync(
        TableShape table, SqliteDataReader rows, MoveProgress progress, CancellationToken cancellationToken)
    {
        var first = table.Describe([.. table.Key.Select(rows.GetValue)]);
        try
        {
            return await StoreBatchAsync(table, rows, progress, cancellationToken);
        }
        catch (PostgresException exception)
        {
            var told = PostgreSqlErrors.Translate(exception, target.Name);
            throw new StorageException($"Table {table.Name}, in the batch that begins with {first}: {told.Message}", told.IsTransient, exception);
        }
    }

    private async Task<(bool More, MoveProgress Progress)> StoreBatchAsync(
        TableShape table, SqliteDataReader rows, MoveProgress progress, CancellationToken cancellationToken)
    {
        var (more, count, bytes) = (true, 0, 0L);
        await using var import = await target.ImportAsync(table, cancellationToken);
        while (more && (!table.IsNumbered || (count < batchRows && bytes < BatchBytes)))
        {
            RowValue.Check(rows, table);
            bytes += await WriteRowAsync(import, table, rows, cancellationToken);
            count++;
            more = rows.Read();
        }

        await import.CompleteAsync(cancellationToken);
        return (more, progress with { Rows = progress.Rows + count, Bytes = progress.Bytes + bytes });
    }

    private async Task<long> WriteRowAsync(NpgsqlBinaryImporter import, TableShape table, SqliteDataReader row, CancellationToken cancellationToken)
    {
        await import.StartRowAsync(cancellationToken);
        var bytes = 0L;
        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (row.IsDBNull(i))
            {
                await import.WriteNullAsync(cancellationToken);
            }
            else if (table.Columns[i].Kind == ColumnKind.Bytes)
            {
                // In parts, so that a large message is not held in memory.
                await using var stream = source.OpenBytes(row, table, i);
                bytes += stream.Length;
                await import.WriteAsync(stream, NpgsqlDbType.Bytea, cancellationToken);
            }
            else
            {
                bytes += await WriteAsync(import, RowValue.Read(row, i, table.Columns[i].Kind), cancellationToken);
            }
        }

        return bytes;
    }

    private static async Task<long> WriteAsync(NpgsqlBinaryImporter import, object value, CancellationToken cancellationToken)
    {
        switch (value)
        {
            case string text:
                await import.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);
                return Encoding.UTF8.GetByteCount(text);
            case bool isTrue:
                await import.WriteAsync(isTrue, NpgsqlDbType.Boolean, cancellationToken);
                return 0;
            default:
                await import.WriteAsync((long)value, NpgsqlDbType.Bigint, cancellationToken);
                return 0;
        }
    }
}
