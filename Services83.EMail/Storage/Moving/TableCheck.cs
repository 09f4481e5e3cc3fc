using System.Data.Common;
using System.Security.Cryptography;

namespace Services83.EMail.Storage.Moving;

/// <summary>
/// Reads a table from both databases in the order of the key. Each row is hashed on both sides, and so is the table: a hash of the hashes of
/// its rows.
/// </summary>
internal sealed class TableCheck(MoveSource source, MoveTarget target, long allTotal, Action<MoveProgress> report)
{
    private const int RowsPerReport = 1000;

    /// <param name="total">Rows of the table in the source.</param>
    /// <exception cref="StorageException">They differ; the message names the first row that does.</exception>
    public async Task<MovedTable> RunAsync(TableShape table, long total, CancellationToken cancellationToken)
    {
        using var sourceHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var targetHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var here = await source.OpenRowsAsync(table, null, cancellationToken);
        await using var there = await target.OpenRowsAsync(table, cancellationToken);
        var progress = new MoveProgress(table.Name, IsCheck: true, 0, total, 0, allTotal);
        for (report(progress); ;)
        {
            var left = await NextAsync(here, table, column => source.OpenBytes(here, table, column), sourceHash, cancellationToken);
            var right = await NextAsync(there, table, there.GetStream, targetHash, cancellationToken);
            if (left is null && right is null)
            {
                break;
            }

            RefuseDifference(table, left, right);
            progress = progress with { Rows = progress.Rows + 1, Bytes = progress.Bytes + left!.Bytes };
            if (progress.Rows % RowsPerReport == 0)
            {
                report(progress);
            }
        }

        report(progress);
        var hash = sourceHash.GetHashAndReset();
        return hash.AsSpan().SequenceEqual(targetHash.GetHashAndReset())
            ? new(table.Name, progress.Rows, progress.Bytes, Convert.ToHexStringLower(hash))
            : throw new InvalidOperationException($"The rows of the table {table.Name} are equal, and the hashes of the table are not.");
    }

    private static async Task<RowDigest?> NextAsync(
        DbDataReader rows, TableShape table, Func<int, Stream> open, IncrementalHash hash, CancellationToken cancellationToken)
    {
        if (!await rows.ReadAsync(cancellationToken))
        {
            return null;
        }

        var row = await RowDigest.ReadAsync(rows, table, open, cancellationToken);
        hash.AppendData(row.Hash);
        return row;
    }

    private void RefuseDifference(TableShape table, RowDigest? here, RowDigest? there)
    {
        var order = (here, there) switch
        {
            ({ } left, { } right) => left.CompareKey(right),
            (null, _) => 1,
            _ => -1,
        };
        if (order != 0)
        {
            throw Different(table, (order < 0 ? here : there)!, order < 0 ? "is missing in" : "is only in");
        }

        if (!here!.Hash.AsSpan().SequenceEqual(there!.Hash))
        {
            throw Different(table, here, "is different in");
        }
    }

    private StorageException Different(TableShape table, RowDigest row, string how) => new(
        $"Table {table.Name}: the row {table.Describe(row.Key)} {how} the database {target.Name}. The data is not moved, and no server starts on that " +
        "database. Create a new, empty database and move the data into that one.",
        isTransient: false);
}
