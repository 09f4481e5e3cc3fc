using System.Data.Common;

namespace Services83.EMail.Storage;

/// <summary>
/// The seam between the queries and a database product. Queries are written once, in the SQL that SQLite and PostgreSQL share
/// (RETURNING, ON CONFLICT, common table expressions); what differs is behind this interface.
/// </summary>
public interface IDatabase
{
    /// <summary>Opens a connection for reading. It sees what was committed when its first statement ran.</summary>
    Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Runs <paramref name="work"/> in one write transaction and commits it durably before returning.
    /// When it throws, nothing of it remains.
    /// </summary>
    /// <exception cref="StorageException">The database is locked beyond the configured patience, damaged or full.</exception>
    Task<T> WriteAsync<T>(Func<DbTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Brings the schema to the newest version; safe to call by several processes at once.</summary>
    Task MigrateAsync(CancellationToken cancellationToken);
}
