using Dapper;
using Microsoft.Data.Sqlite;

namespace Services83.EMail.Storage.Sqlite;

/// <summary>
/// Long bodies in a file beside the database. It has a rollback journal, which keeps what was there before and nothing of what is new, so
/// that a new body is written once. A body is on the disk before the database refers to it, and is erased after the database has forgotten it.
/// Who changes it holds the database's lock for writing.
/// </summary>
internal sealed class BodyFile(StorageOptions options, Patience patience) : IDisposable
{
    /// <summary>Shorter bodies, in bytes, are always in the database.</summary>
    public const int LongBody = 8 * 1024;

    /// <summary>Bodies that have fewer bytes together are in the database too: for them, a second commit costs more than it saves.</summary>
    public const int WorthCommit = 128 * 1024;

    /// <summary>Most bodies that are erased at a time, while others wait to write.</summary>
    private const int MostErased = 50;

    private const string Settings =
        "PRAGMA busy_timeout = 1000; PRAGMA page_size = 8192; PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON";

    private readonly ConnectionPool _connections = new(
        new SqliteConnectionStringBuilder
        {
            DataSource = PathOf(Path.GetFullPath(options.DatabaseFile)),
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = Patience.BlockingSeconds,
        }.ToString(),
        Settings);

    private string Database => Path.GetFullPath(options.DatabaseFile);

    private string File => PathOf(Database);

    /// <summary>Path of the file of bodies that belongs to a database, as <see cref="StorageOptions.BodiesFile"/> says for the one in use.</summary>
    public static string PathOf(string databaseFile) => Path.ChangeExtension(databaseFile, ".bodies.db");

    /// <summary>Stores bodies durably; the caller commits the transaction that refers to them afterwards.</summary>
    /// <returns>Whether this made the file.</returns>
    /// <exception cref="StorageException">The file is missing, of another database, locked, damaged or full.</exception>
    public async Task<bool> StoreAsync(SqliteTransaction database, IReadOnlyList<NewBody> bodies, CancellationToken cancellationToken)
    {
        if (bodies.Sum(body => (long)body.Raw.Length) < WorthCommit)
        {
            database.Connection!.Execute("UPDATE content_body SET raw = @Raw WHERE content_id = @ContentId", bodies, database);
            return false;
        }

        return await ChangeAsync(
            database,
            transaction =>
            {
                transaction.Connection!.Execute("INSERT INTO body (content_id, raw) VALUES (@ContentId, @Raw)", bodies, transaction);
                return bodies.Min(body => body.ContentId);
            },
            cancellationToken);
    }

    /// <summary>Erases some of the bodies that the database has forgotten; the caller commits the transaction.</summary>
    /// <returns>Whether there are more.</returns>
    /// <exception cref="StorageException">The file is missing, of another database, locked, damaged or full.</exception>
    public async Task<bool> EraseAsync(SqliteTransaction database, CancellationToken cancellationToken)
    {
        var ids = database.Connection!.Query<long>($"SELECT content_id FROM body_to_erase ORDER BY content_id LIMIT {MostErased}", transaction: database).AsList();
        if (ids.Count == 0)
        {
            return false;
        }

        await ChangeAsync(
            database,
            transaction =>
            {
                transaction.Connection!.Execute("DELETE FROM body WHERE content_id = @id", ids.Select(id => new { id }), transaction);
                return null;
            },
            cancellationToken);
        database.Connection!.Execute("DELETE FROM body_to_erase WHERE content_id = @id", ids.Select(id => new { id }), database);
        return ids.Count == MostErased;
    }

    /// <summary>Refuses a file that is missing or belongs to another database, and removes bodies whose database lost its commit.</summary>
    /// <exception cref="StorageException">So it is.</exception>
    public Task<bool> CheckAsync(SqliteTransaction database, CancellationToken cancellationToken) => ChangeAsync(database, _ => null, cancellationToken);

    public void Dispose() => _connections.Dispose();

    private async Task<bool> ChangeAsync(SqliteTransaction database, Func<SqliteTransaction, long?> change, CancellationToken cancellationToken)
    {
        try
        {
            var (stamp, isUsed) = BodyPair.Of(database);
            var isNew = Prepare(isUsed);
            await using var connection = await _connections.OpenAsync(cancellationToken);
            await using var transaction = await patience.WhenFreeAsync(() => connection.BeginTransaction(deferred: false), cancellationToken);
            if (!isUsed)
            {
                BodyPair.Create(transaction, stamp);
            }

            if (!BodyPair.Match(stamp, transaction))
            {
                throw Mismatch("is of another time or another installation");
            }

            BodyPair.Renew(database, transaction, change(transaction));
            await patience.WhenFreeAsync(
                () =>
                {
                    transaction.Commit();
                    return true;
                },
                cancellationToken);
            return isNew;
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, File);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"The file of bodies '{File}' cannot be made. Check that the disk has space and that the service's account may write there; nothing was written.",
                isTransient: true,
                exception);
        }
    }

    private bool Prepare(bool isUsed)
    {
        if (System.IO.File.Exists(File))
        {
            return false;
        }

        if (isUsed)
        {
            throw Mismatch("is missing");
        }

        PrivateFolder.CreateFile(File);
        return true;
    }

    private StorageException Mismatch(string what) => new(
        $"The file of bodies '{File}' {what}. It belongs to the database '{Database}' and holds its large messages. " +
        "Put the file back that was copied together with the database, or restore the latest backup; nothing was changed.",
        isTransient: false);
}
