using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Services83.EMail.Storage.Sqlite;

/// <summary>
/// Writes that share a transaction, and so one wait for the disk. Each is undone alone when it fails. None of them is told that it was stored
/// before all of them are on the disk.
/// </summary>
/// <param name="connection">Given back at the end.</param>
/// <param name="transaction">Of the connection.</param>
/// <param name="store">Stores the long bodies of the transaction durably, before it is committed.</param>
internal sealed class WriteGroup(KeptConnection connection, SqliteTransaction transaction, Func<SqliteTransaction, IReadOnlyList<NewBody>, Task> store)
{
    private const string Savepoint = "own";

    private readonly TaskCompletionSource _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _failure;

    /// <summary>How many writes wait for the commit.</summary>
    public int Count { get; private set; }

    /// <summary>Whether nothing of it can be stored any more.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether it is on the disk and may have deleted contents.</summary>
    public bool HasDeleted { get; private set; }

    /// <summary>Completes when its writes are on the disk; fails when none of them is.</summary>
    public Task Stored => _stored.Task;

    /// <summary>Runs one write, after the others.</summary>
    public async Task<T> RunAsync<T>(Func<DbTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var (isAlone, bodies) = (Count == 0, connection.NewBodies.Count);
        try
        {
            if (!isAlone)
            {
                transaction.Save(Savepoint);
            }

            await RunFence.CheckAsync(transaction, cancellationToken);
            var result = await work(transaction, cancellationToken);
            if (!isAlone)
            {
                transaction.Release(Savepoint);
            }

            Count++;
            return result;
        }
        catch (Exception exception)
        {
            IsLost = isAlone || !IsUndone();
            connection.NewBodies.RemoveRange(bodies, connection.NewBodies.Count - bodies);
            _failure = exception;
            throw;
        }
    }

    /// <summary>Commits, or undoes what is lost, and tells those who wait.</summary>
    public async Task EndAsync()
    {
        try
        {
            if (IsLost)
            {
                await UndoAsync();
            }
            else
            {
                if (connection.NewBodies.Count > 0)
                {
                    await store(transaction, connection.NewBodies);
                }

                await transaction.CommitAsync(CancellationToken.None);
                HasDeleted = connection.MayHaveDeleted;
            }
        }
        catch (Exception exception)
        {
            (IsLost, _failure) = (true, exception);
            await UndoAsync();
        }
        finally
        {
            try
            {
                await connection.DisposeAsync();
            }
            finally
            {
                // Whatever happens, nobody waits for ever.
                Tell();
            }
        }
    }

    private void Tell()
    {
        if (!IsLost)
        {
            _stored.SetResult();
        }
        else if (Count > 0)
        {
            _stored.SetException(_failure is SqliteException or StorageException ? _failure : new StorageException(
                "The database undid this change together with another one that failed.", isTransient: true, _failure));
        }
    }

    /// <summary>Undoes the latest write alone. After some errors, such as a full disk, SQLite has undone all of them by itself.</summary>
    private bool IsUndone()
    {
        try
        {
            transaction.Rollback(Savepoint);
            transaction.Release(Savepoint);
            return true;
        }
        catch (Exception exception) when (exception is SqliteException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The first error is the one that is reported.</summary>
    private async Task UndoAsync()
    {
        try
        {
            await transaction.DisposeAsync();
        }
        catch (SqliteException)
        {
            // Nothing is left to roll back.
        }
    }
}
