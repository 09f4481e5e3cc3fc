using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Services83.EMail.Storage.Sqlite;

/// <summary>
/// SQLite in write-ahead-log mode: readers never wait, there is one writer at a time, and a commit is on the disk before it
/// returns (synchronous FULL).
/// </summary>
/// <remarks>
/// Microsoft.Data.Sqlite works synchronously behind its asynchronous methods. Statements here are short, so a thread is blocked for
/// milliseconds only; waiting for our own writers is asynchronous (<see cref="SqliteWriter"/>).
/// </remarks>
public sealed partial class SqliteDatabase : IDatabase, IDisposable
{
    private const string Settings = "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY";

    private readonly SqliteWriter _writer;
    private readonly ConnectionPool _readers;
    private readonly ConnectionPool _writers;
    private readonly StorageOptions _options;
    private readonly TimeProvider _time;
    private readonly Patience _patience;
    private readonly BodyFile _bodies;

    /// <summary>Whether bodies may be left that could not be erased yet.</summary>
    private volatile bool _isBehind;

    static SqliteDatabase()
    {
        SQLitePCL.Batteries_V2.Init();
        DapperConventions.Apply();
    }

    public SqliteDatabase(IOptions<StorageOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        _patience = new Patience(_options);
        _bodies = new BodyFile(_options, _patience);
        _writer = new SqliteWriter(BeginAsync, EraseAfterAsync, time);
        var connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = File,
            Mode = SqliteOpenMode.ReadWriteCreate,
            ForeignKeys = true,
            Pooling = false,
            DefaultTimeout = Patience.BlockingSeconds,
        }.ToString();
        // A reader that writes would bypass the writer.
        _readers = new ConnectionPool(
            connectionString,
            $"{Settings}; PRAGMA busy_timeout = {Patience.BlockingSeconds}000",
            connection =>
            {
                BodyView.Attach(connection, BodyFile.PathOf(File));
                connection.Execute("PRAGMA query_only = 1");
            });
        _writers = new ConnectionPool(connectionString, Settings);
    }

    public string Product => $"SQLite {SQLitePCL.raw.sqlite3_libversion().utf8_to_string()}";

    public string Name => $"'{File}'";

    private string File => Path.GetFullPath(_options.DatabaseFile);

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _readers.OpenAsync(cancellationToken);
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, File);
        }
    }

    public async Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken)
    {
        try
        {
            return await _patience.WhenFreeAsync(() => ReadOnceAsync(query, cancellationToken), cancellationToken);
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, File);
        }
    }

    public async Task<T> WriteAsync<T>(Func<DbTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await _writer.WriteAsync(work, cancellationToken);
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, File);
        }
    }

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await PrepareFileAsync(cancellationToken);
        await new Migrator(this, Migration.LoadFor("Sqlite"), _time).RunAsync(cancellationToken);
        if (System.IO.File.Exists(_options.BodiesFile) || await this.FirstOrDefaultAsync<bool>("SELECT used FROM body_pair", new { }, cancellationToken))
        {
            await CheckBodiesAsync(cancellationToken);
        }
    }

    /// <summary>Null: the processes of one data folder find the first one's keys in it.</summary>
    public Task<IAsyncDisposable?> LockStartAsync(CancellationToken cancellationToken) => Task.FromResult<IAsyncDisposable?>(null);

    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        var file = new FileInfo(File);
        return Task.FromResult(!file.Exists || file.Length == 0);
    }

    /// <summary>With the log, which holds what is not in the database file yet, and the file of bodies.</summary>
    public Task<long> SizeAsync(CancellationToken cancellationToken) => Task.FromResult(_options.DatabaseBytes);

    public async Task EraseDeletedAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var goesOn = true; goesOn;)
            {
                await _writer.RunAloneAsync(async () => goesOn = await EraseBodiesAsync(cancellationToken), cancellationToken);
            }

            await _writer.RunAloneAsync(
                async () =>
                {
                    await using var connection = await _writers.OpenAsync(cancellationToken);
                    // secure_delete overwrites deleted rows in the database file; older pages with them are still in the log.
                    connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
                },
                cancellationToken);
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, File);
        }
    }

    public void Dispose()
    {
        _readers.Dispose();
        _writers.Dispose();
        _bodies.Dispose();
        _writer.Dispose();
    }

    private async Task PrepareFileAsync(CancellationToken cancellationToken)
    {
        try
        {
            PrivateFolder.Create(Path.GetDirectoryName(File)!);
            PrivateFolder.CreateFile(File);
            await using var connection = await _writers.OpenAsync(cancellationToken);
            // Messages are long: large pages halve the time for storing them. An existing database keeps its page size.
            var mode = await _patience.WhenFreeAsync(
                () => connection.ExecuteScalar<string>("PRAGMA page_size = 16384; PRAGMA journal_mode = WAL"), cancellationToken);
            if (mode != "wal")
            {
                throw new StorageException(
                    $"'{File}' cannot be used in write-ahead-log mode. Put Storage:DataFolder on a local disk.", isTransient: false);
            }
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, File);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"The folder of '{File}' cannot be created. Check Storage:DataFolder and the rights of the service's account.",
                isTransient: false,
                exception);
        }
    }

    private async Task<WriteGroup> BeginAsync(CancellationToken cancellationToken)
    {
        var connection = await _writers.OpenAsync(cancellationToken);
        try
        {
            return new WriteGroup(connection, await BeginAsync(connection, cancellationToken), StoreBodiesAsync);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private Task<SqliteTransaction> BeginAsync(SqliteConnection connection, CancellationToken cancellationToken) =>
        _patience.WhenFreeAsync(() => connection.BeginTransaction(deferred: false), cancellationToken);
}
