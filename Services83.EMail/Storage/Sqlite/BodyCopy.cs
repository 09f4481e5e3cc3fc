using Dapper;
using Microsoft.Data.Sqlite;

namespace Services83.EMail.Storage.Sqlite;

/// <summary>Copies the bodies that a copy of a database refers to.</summary>
internal static class BodyCopy
{
    private const int BodiesPerCommit = 64;

    /// <summary>
    /// Reads each body alone, so a server that uses the file waits for no more than one of them. The caller has had the
    /// <see cref="BodyHold"/> since before the database was copied, so all that the copy refers to are there.
    /// </summary>
    /// <param name="databaseFile">The database in use.</param>
    /// <param name="target">Its copy. The file of bodies is made beside it.</param>
    /// <param name="cancellationToken">Stops between two bodies.</param>
    /// <returns>Whether there is such a file.</returns>
    /// <exception cref="StorageException">A body cannot be read, or the copy cannot be written.</exception>
    public static bool Run(string databaseFile, string target, CancellationToken cancellationToken)
    {
        var (stamp, ids) = SqliteFile.Read(target, isAtRest: true, Contents);
        if (stamp is null)
        {
            return false;
        }

        var (file, copy) = (BodyFile.PathOf(databaseFile), BodyFile.PathOf(target));
        if (!File.Exists(file))
        {
            throw new StorageException($"The file of bodies '{file}' is missing; it holds {ids.Count} messages of '{databaseFile}'.", isTransient: false);
        }

        PrivateFolder.CreateFile(copy);
        try
        {
            using var from = SqliteFile.Open(file, SqliteOpenMode.ReadWrite);
            using var to = SqliteFile.Open(copy, SqliteOpenMode.ReadWrite);
            from.Execute("PRAGMA busy_timeout = 10000");
            to.Execute("PRAGMA page_size = 8192");
            using (var transaction = to.BeginTransaction())
            {
                BodyPair.Create(transaction, stamp);
                transaction.Commit();
            }

            foreach (var some in ids.Chunk(BodiesPerCommit))
            {
                CopySome(from, to, some, cancellationToken);
            }

            return true;
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, file);
        }
    }

    private static void CopySome(SqliteConnection from, SqliteConnection to, long[] ids, CancellationToken cancellationToken)
    {
        using var transaction = to.BeginTransaction();
        foreach (var id in ids)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var raw = from.QuerySingleOrDefault<byte[]>("SELECT raw FROM body WHERE content_id = @id", new { id })
                ?? throw new StorageException($"The body of the message content {id} is missing in '{from.DataSource}'.", isTransient: false);
            to.Execute("INSERT INTO body (content_id, raw) VALUES (@id, @raw)", new { id, raw }, transaction);
        }

        transaction.Commit();
    }

    /// <summary>The stamp, null when there is no file of bodies, and the contents whose bodies are in it.</summary>
    private static (byte[]? Stamp, List<long> Ids) Contents(SqliteConnection database) =>
        // A database that an earlier version wrote last has no such table.
        database.QuerySingleOrDefault<string>("SELECT name FROM sqlite_schema WHERE name = 'body_pair'") is null
            ? (null, [])
            : (database.QuerySingleOrDefault<byte[]>("SELECT stamp FROM body_pair WHERE used"), BodyCheck.Outside(database));
}
