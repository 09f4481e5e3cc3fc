using System.Data.Common;

namespace Services83.EMail.Storage;

/// <summary>
/// The seam between the queries and a database product. Queries are written once, in the SQL that SQLite and PostgreSQL share (RETURNING,
/// ON CONFLICT, IS DISTINCT FROM, TRUE and FALSE); the differences are behind this interface.
/// </summary>
public interface IDatabase
{
    /// <summary>Name and version of the product, such as <c>SQLite 3.50.4</c>.</summary>
    string Product { get; }

    /// <summary>Which database, for operators; holds no secret.</summary>
    string Name { get; }

    /// <summary>
    /// Opens a connection for reading. Each statement sees the data that was committed when it began; to get the same view for several
    /// statements, begin a transaction. Errors of its queries are the provider's own; prefer <see cref="ReadAsync{T}"/> unless rows are to
    /// be streamed.
    /// </summary>
    /// <exception cref="StorageException">The database cannot be opened.</exception>
    Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Runs <paramref name="query"/> on a connection that can only read.</summary>
    /// <exception cref="StorageException">The database is locked beyond the configured patience or damaged.</exception>
    Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken);

    /// <summary>
    /// Runs <paramref name="work"/> in one write transaction and commits it durably before returning.
    /// If it throws, nothing is changed. It sees and leaves the same data as if there were one writer at a time: either there is only one
    /// (SQLite), or a transaction that would break this is repeated (PostgreSQL). So <paramref name="work"/> must be short, must not wait for the
    /// network, must change nothing but the database, and must not call <see cref="WriteAsync{T}"/> again.
    /// </summary>
    /// <exception cref="StorageException">The database is locked beyond the configured patience, damaged or full.</exception>
    Task<T> WriteAsync<T>(Func<DbTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Whether nothing has been stored yet.</summary>
    /// <exception cref="StorageException">The database cannot be reached.</exception>
    Task<bool> IsEmptyAsync(CancellationToken cancellationToken);

    /// <summary>Waits until no other process prepares this database, and keeps others from it until disposed of; null where that needs no lock.</summary>
    /// <exception cref="StorageException">The database cannot be reached.</exception>
    Task<IAsyncDisposable?> LockStartAsync(CancellationToken cancellationToken);

    /// <summary>Migrates the schema to the newest version; several processes may call it at once.</summary>
    /// <exception cref="StorageException">The database was made by a newer or a different program.</exception>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>How many bytes the database takes at present.</summary>
    /// <exception cref="StorageException">The database cannot be reached.</exception>
    Task<long> SizeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Makes deleted data unreadable in the files of an SQLite database, logs included; data that a reader still uses is overwritten when the
    /// log is next written, and long bodies that somebody copies meanwhile are erased after that. A client cannot do this in the files of a PostgreSQL server.
    /// </summary>
    /// <exception cref="StorageException">The database is locked beyond the configured patience, damaged or full.</exception>
    Task EraseDeletedAsync(CancellationToken cancellationToken);
}
