using System.Data.Common;

namespace Services83.EMail.Storage;

/// <summary>
/// The seam between the queries and a database product. Queries are written once, in the SQL that SQLite and PostgreSQL share
/// (RETURNING, ON CONFLICT, IS DISTINCT FROM, TRUE and FALSE); what differs is behind this interface.
/// </summary>
public interface IDatabase
{
    /// <summary>Name and version of the product, such as <c>SQLite 3.50.4</c>.</summary>
    string Product { get; }

    /// <summary>Which database, for operators; holds no secret.</summary>
    string Name { get; }

    /// <summary>
    /// Opens a connection for reading. Each statement sees what was committed when it began; who needs the same view for several begins a
    /// transaction. Errors of its queries are the
    /// provider's own; prefer <see cref="ReadAsync{T}"/> unless rows are to be streamed.
    /// </summary>
    /// <exception cref="StorageException">The database cannot be opened.</exception>
    Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Runs <paramref name="query"/> on a connection that can only read.</summary>
    /// <exception cref="StorageException">The database is locked beyond the configured patience or damaged.</exception>
    Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken);

    /// <summary>
    /// Runs <paramref name="work"/> in one write transaction and commits it durably before returning.
    /// When it throws, nothing of it remains. It sees and leaves what it would if there were one writer at a time: either there is (SQLite), or
    /// what would not be so is undone and done again (PostgreSQL). So <paramref name="work"/> must be short, must not wait for the network, must
    /// change nothing but the database, and must not call <see cref="WriteAsync{T}"/> again.
    /// </summary>
    /// <exception cref="StorageException">The database is locked beyond the configured patience, damaged or full.</exception>
    Task<T> WriteAsync<T>(Func<DbTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Whether nothing has ever been stored.</summary>
    /// <exception cref="StorageException">The database cannot be reached.</exception>
    Task<bool> IsEmptyAsync(CancellationToken cancellationToken);

    /// <summary>Brings the schema to the newest version; safe to call by several processes at once.</summary>
    /// <exception cref="StorageException">The database was made by a newer or a different program.</exception>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Makes what was deleted unreadable in the files of an SQLite database, logs included; what a reader still looks at follows when the log
    /// is next written over. The files of a PostgreSQL server are beyond the reach of its clients.
    /// </summary>
    /// <exception cref="StorageException">The database is locked beyond the configured patience, damaged or full.</exception>
    Task EraseDeletedAsync(CancellationToken cancellationToken);
}
