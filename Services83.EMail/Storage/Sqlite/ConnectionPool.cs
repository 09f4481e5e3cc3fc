using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Services83.EMail.Storage.Sqlite;

/// <summary>Connections to one file with the same settings, which stay open when nobody uses them.</summary>
/// <param name="connectionString">Without pooling.</param>
/// <param name="settings">Statements that are run once for each connection.</param>
internal sealed class ConnectionPool(string connectionString, string settings) : IDisposable
{
    /// <summary>Statements are short, so more connections than this are used at the same time only for a moment.</summary>
    private const int MostIdle = 8;

    private readonly ConcurrentStack<KeptConnection> _idle = [];
    private volatile bool _isDisposed;

    /// <summary>An open connection; disposing of it brings it back.</summary>
    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public async Task<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_idle.TryPop(out var connection))
        {
            connection = new KeptConnection(this, connectionString);
            try
            {
                await connection.OpenAsync(cancellationToken);
                await using var command = connection.CreateCommand();
                command.CommandText = settings;
                await command.ExecuteNonQueryAsync(cancellationToken);
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
        if (_isDisposed || _idle.Count >= MostIdle)
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

    /// <summary>Closes the connections; those in use are closed when they come back.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryPop(out var connection))
        {
            connection.Dispose();
        }
    }
}
