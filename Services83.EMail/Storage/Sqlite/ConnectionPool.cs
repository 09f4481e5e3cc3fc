using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Services83.EMail.Storage.Sqlite;

/// <summary>Connections to one file with the same settings, which stay open when nobody uses them.</summary>
/// <param name="connectionString">Without pooling.</param>
/// <param name="settings">Statements that are run once for each connection.</param>
/// <param name="prepare">What else is done with each, after that.</param>
internal sealed class ConnectionPool(string connectionString, string settings, Action<SqliteConnection>? prepare = null) : IDisposable
{
    /// <summary>Statements are short, so more connections than this are used at the same time only for a moment.</summary>
    private const int MostIdle = 8;

    private readonly ConcurrentStack<KeptConnection> _idle = [];
    private volatile bool _isDisposed;
    private volatile int _age;

    /// <summary>An open connection; disposing of it brings it back.</summary>
    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public async Task<KeptConnection> OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_idle.TryPop(out var connection))
        {
            connection = new KeptConnection(this, connectionString, _age);
            try
            {
                await connection.OpenAsync(cancellationToken);
                // Otherwise SQLite compiles a statement again for each other value that might have something to do with a partial index.
                raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
                await using var command = connection.CreateCommand();
                command.CommandText = settings;
                await command.ExecuteNonQueryAsync(cancellationToken);
                prepare?.Invoke(connection);
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }

        connection.Lend();
        return connection;
    }

    /// <summary>Whether it is kept open.</summary>
    internal bool TakeBack(KeptConnection connection)
    {
        if (_isDisposed || connection.Age != _age || _idle.Count >= MostIdle)
        {
            return false;
        }

        _idle.Push(connection);
        if (_isDisposed)
        {
            Dispose();
        }

        return true;
    }

    /// <summary>Opens all connections again, when what they were prepared for has changed.</summary>
    public void Renew()
    {
        Interlocked.Increment(ref _age);
        CloseIdle();
    }

    /// <summary>Closes the connections; those in use are closed when they come back.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        CloseIdle();
    }

    private void CloseIdle()
    {
        while (_idle.TryPop(out var connection))
        {
            connection.Dispose();
        }
    }
}
