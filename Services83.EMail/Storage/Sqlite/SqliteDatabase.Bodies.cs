using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Services83.EMail.Storage.Sqlite;

// The file with the long bodies.
public sealed partial class SqliteDatabase
{
    private async Task<T> ReadOnceAsync<T>(Func<DbConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _readers.OpenAsync(cancellationToken);
            return await query(connection, cancellationToken);
        }
        catch (SqliteException exception) when (BodyView.IsMissing(exception))
        {
            // The message was deleted in this moment, or another process made the file of bodies. If not, the second error stands.
            _readers.Renew();
            await using var connection = await _readers.OpenAsync(cancellationToken);
            return await query(connection, cancellationToken);
        }
    }

    private async Task CheckBodiesAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _writer.RunAloneAsync(
                () => WithBodiesAsync(transaction => _bodies.CheckAsync(transaction, cancellationToken), cancellationToken), cancellationToken);
            _isBehind = true;
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, File);
        }
    }

    private async Task StoreBodiesAsync(SqliteTransaction transaction, IReadOnlyList<NewBody> bodies)
    {
        if (await _bodies.StoreAsync(transaction, bodies, CancellationToken.None))
        {
            _readers.Renew();
        }
    }

    /// <summary>Does something with the file of bodies in a transaction of its own. The caller has the writer's turn.</summary>
    private async Task<bool> WithBodiesAsync(Func<SqliteTransaction, Task<bool>> work, CancellationToken cancellationToken)
    {
        await using var connection = await _writers.OpenAsync(cancellationToken);
        await using var transaction = await BeginAsync(connection, cancellationToken);
        var result = await work(transaction);
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    /// <summary>Erases some of the bodies that nothing refers to any more, unless somebody copies them at present. Returns whether to go on.</summary>
    private async Task<bool> EraseBodiesAsync(CancellationToken cancellationToken)
    {
        if (!System.IO.File.Exists(_options.BodiesFile))
        {
            return _isBehind = false;
        }

        _isBehind = true;
        using var hold = BodyHold.TryErase(File);
        return hold is not null && (_isBehind = await WithBodiesAsync(transaction => _bodies.EraseAsync(transaction, cancellationToken), cancellationToken));
    }

    private async Task EraseAfterAsync(bool hasDeleted)
    {
        try
        {
            if (hasDeleted || _isBehind)
            {
                await EraseBodiesAsync(CancellationToken.None);
            }
        }
        catch (Exception exception) when (exception is SqliteException or StorageException)
        {
            // What was written is stored. The next write tries this again, and who writes a long body is told what is wrong.
        }
    }
}
