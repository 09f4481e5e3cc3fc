using System.Data;
using System.Data.Common;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Services83.EMail.Storage.PostgreSql;

/// <summary>
/// PostgreSQL. Every write is one SERIALIZABLE transaction, so that it sees and leaves what it would if there were one writer at a time;
/// one that PostgreSQL refuses because of another is repeated, the last time alone. Reads are on connections that cannot write.
/// </summary>
public sealed class PostgreSqlDatabase : IDatabase, IDisposable
{
    /// <summary>How often a write is tried. Before the last attempt the others are waited for, so that it cannot fail because of them.</summary>
    private const int Attempts = 4;

    /// <summary>Nodes that start at once migrate one after the other. The number is that of no other program ("S83email" in ASCII).</summary>
    private const long MigrationLock = 0x533833656D61696C;

    // "S83start" in ASCII.
    private const long StartLock = 0x5338337374617274;

    // A lock of a table takes no snapshot, so the transaction sees what those left that it has waited for.
    private const string BesideOthers = "LOCK TABLE schema_version IN ROW SHARE MODE";
    private const string Alone = "LOCK TABLE schema_version IN EXCLUSIVE MODE";

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>The turn of this process to write alone: waiting for its own writers has no limit, as with SQLite.</summary>
    private readonly SemaphoreSlim _alone = new(1, 1);

    private readonly NpgsqlDataSource _readers;
    private readonly NpgsqlDataSource _writers;
    private readonly TimeProvider _time;
    private readonly string _session;

    static PostgreSqlDatabase() => DapperConventions.Apply();

    public PostgreSqlDatabase(IOptions<StorageOptions> options, TimeProvider time)
    {
        _time = time;
        var settings = PostgreSqlSettings.Read(options.Value.ConnectionString);
        Name = PostgreSqlSettings.NameOf(settings);
        _session = PostgreSqlSettings.ForSession(settings);
        _readers = NpgsqlDataSource.Create(PostgreSqlSettings.ForReading(settings));
        _writers = NpgsqlDataSource.Create(PostgreSqlSettings.ForWriting(settings, options.Value.LockPatience));
    }

    public string Product { get; private set; } = "PostgreSQL";

    public string Name { get; }

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _readers.OpenConnectionAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            throw PostgreSqlErrors.Translate(exception, Name);
        }
    }

    public Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken) => RepeatAsync(
        async _ =>
        {
            await using var connection = await _readers.OpenConnectionAsync(cancellationToken);
            return await query(connection, cancellationToken);
        },
        cancellationToken);

    public Task<T> WriteAsync<T>(Func<DbTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => RepeatAsync(
        async attempt =>
        {
            if (attempt < Attempts)
            {
                return await WriteAsync(BesideOthers, work, cancellationToken);
            }

            await _alone.WaitAsync(cancellationToken);
            try
            {
                return await WriteAsync(Alone, work, cancellationToken);
            }
            finally
            {
                _alone.Release();
            }
        },
        cancellationToken);

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _writers.OpenConnectionAsync(cancellationToken);
            Product = $"PostgreSQL {connection.PostgreSqlVersion}";
            await RequireUtf8Async(connection, cancellationToken);
            // Another node may be at it for long.
            await ExecuteAsync(connection, $"SET lock_timeout = 0; SELECT pg_advisory_lock({MigrationLock})", cancellationToken);
            try
            {
                await ExecuteAsync(connection, Migrator.CreateTable, cancellationToken);
                await new Migrator(this, Migration.LoadFor("PostgreSql"), _time).RunAsync(cancellationToken);
            }
            finally
            {
                await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({MigrationLock})", CancellationToken.None);
            }
        }
        catch (NpgsqlException exception)
        {
            throw PostgreSqlErrors.Translate(exception, Name);
        }
    }

    public async Task<IAsyncDisposable?> LockStartAsync(CancellationToken cancellationToken)
    {
        var session = new NpgsqlConnection(_session);
        try
        {
            await session.OpenAsync(cancellationToken);
            await ExecuteAsync(session, $"SELECT pg_advisory_lock({StartLock})", cancellationToken);
            return session;
        }
        catch (Exception exception)
        {
            await session.DisposeAsync();
            throw exception is NpgsqlException error ? PostgreSqlErrors.Translate(error, Name) : exception;
        }
    }

    public Task<long> SizeAsync(CancellationToken cancellationToken) =>
        this.FirstOrDefaultAsync<long>("SELECT pg_database_size(current_database())", new { }, cancellationToken);

    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken) =>
        ReadAsync((connection, token) => connection.FirstOrDefaultAsync<bool>("SELECT to_regclass('schema_version') IS NULL", new { }, token), cancellationToken);

    /// <summary>Does nothing: PostgreSQL writes over what was deleted when it vacuums, and its log is the operator's to keep or to drop.</summary>
    public Task EraseDeletedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _readers.Dispose();
        _writers.Dispose();
        _alone.Dispose();
    }

    private async Task<T> WriteAsync<T>(string turn, Func<DbTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await _writers.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
        await transaction.ExecuteAsync(turn, new { }, cancellationToken);
        await RunFence.CheckAsync(transaction, cancellationToken);
        var result = await work(transaction, cancellationToken);
        await CommitAsync(transaction);
        return result;
    }

    private async Task<T> RepeatAsync<T>(Func<int, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work(attempt);
            }
            catch (NpgsqlException exception) when (attempt < Attempts && PostgreSqlErrors.MayBeRepeated(exception, attempt))
            {
                // Alone it is certain whether it breaks the rule.
                attempt = PostgreSqlErrors.IsBrokenRule(exception) ? Attempts - 1 : attempt;
                await Task.Delay(LongestPause * Random.Shared.NextDouble() * attempt, cancellationToken);
            }
            catch (NpgsqlException exception)
            {
                throw PostgreSqlErrors.Translate(exception, Name);
            }
        }
    }

    /// <summary>From here on there is no turning back, so it is not cancelled. Of an error other than a conflict nobody knows whether it came too late.</summary>
    private async Task CommitAsync(NpgsqlTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (NpgsqlException exception) when (!PostgreSqlErrors.IsConflict(exception))
        {
            throw PostgreSqlErrors.Uncertain(exception, Name);
        }
    }

    private async Task RequireUtf8Async(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var encoding = await connection.FirstOrDefaultAsync<string>("SHOW server_encoding", new { }, cancellationToken);
        if (encoding != "UTF8")
        {
            throw new StorageException(
                $"The database {Name} has the encoding {encoding}, which cannot hold the text of all mail. Create one with ENCODING 'UTF8'.", isTransient: false);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
