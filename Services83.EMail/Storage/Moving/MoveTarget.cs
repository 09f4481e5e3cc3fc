using System.Data;
using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;
using Services83.EMail.Storage.PostgreSql;

namespace Services83.EMail.Storage.Moving;

/// <summary>The PostgreSQL database that the data is moved to. No server starts on it from <see cref="BeginAsync"/> to <see cref="EndAsync"/>.</summary>
internal sealed class MoveTarget : IAsyncDisposable
{
    // "S83moves" in ASCII.
    private const long MoveLock = 0x5338336D6F766573;

    private readonly PostgreSqlDatabase _database;
    private readonly TimeProvider _time;

    private MoveTarget(PostgreSqlDatabase database, NpgsqlConnection session, TimeProvider time) =>
        (_database, Session, _time) = (database, session, time);

    /// <summary>Which database, for operators.</summary>
    public string Name => _database.Name;

    /// <summary>The tables that are moved, each after those that it refers to.</summary>
    public IReadOnlyList<TableShape> Tables { get; private set; } = [];

    private NpgsqlConnection Session { get; }

    /// <summary>Creates the tables if they are missing.</summary>
    /// <exception cref="StorageException">The database cannot be used, or another move into it runs.</exception>
    public static async Task<MoveTarget> OpenAsync(StorageOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var settings = PostgreSqlSettings.Read(options.ConnectionString);
        // A batch, and the search for the first row of a large table, may take longer than the usual 30 seconds.
        settings.CommandTimeout = 0;
        var target = new MoveTarget(
            new PostgreSqlDatabase(Options.Create(options), time), new NpgsqlConnection(PostgreSqlSettings.ForSession(settings)), time);
        try
        {
            await target.OpenAsync(cancellationToken);
            return target;
        }
        catch
        {
            await target.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        _database.Dispose();
    }

    /// <summary>Marks the database as one that a move is going on in.</summary>
    /// <returns>Whether an earlier move of the same source goes on.</returns>
    /// <exception cref="StorageException">It holds other data.</exception>
    public async Task<bool> BeginAsync(string fingerprint, CancellationToken cancellationToken)
    {
        await using var turn = await _database.LockStartAsync(cancellationToken);
        if (await _database.FirstOrDefaultAsync<string>("SELECT source FROM data_move", new { }, cancellationToken) is { } source)
        {
            return source == fingerprint ? true : throw new StorageException(
                $"The database {Name} holds an unfinished move of another SQLite database. Create a new, empty database.", isTransient: false);
        }

        foreach (var table in (string[])[.. Tables.Select(table => table.QuotedName), "data_protection_key"])
        {
            if (await _database.FirstOrDefaultAsync<bool>($"SELECT EXISTS (SELECT 1 FROM {table})", new { }, cancellationToken))
            {
                throw new StorageException(
                    $"The database {Name} is not empty: the table {table.Trim('"')} has rows. Data can only be moved into an empty database. " +
                    "If an earlier move has ended well, start the server on it.",
                    isTransient: false);
            }
        }

        await _database.ExecuteAsync(
            "INSERT INTO data_move (data_move_id, source, started_at) VALUES (1, @fingerprint, @now)", new { fingerprint, now = _time.GetUtcNow() }, cancellationToken);
        return false;
    }

    /// <summary>From now on a server may start.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => _database.ExecuteAsync("DELETE FROM data_move", new { }, cancellationToken);

    /// <summary>Stores those of the keys that are missing.</summary>
    public Task StoreKeysAsync(IReadOnlyList<FileInfo> files, CancellationToken cancellationToken) => _database.WriteAsync(
        (transaction, token) => StorageStart.StoreKeyFilesAsync(transaction, files, _time.GetUtcNow(), token), cancellationToken);

    /// <summary>The stored keys by name.</summary>
    public async Task<IReadOnlyDictionary<string, string>> KeysAsync(CancellationToken cancellationToken) =>
        (await _database.QueryAsync<(string Name, string Xml)>("SELECT name, xml FROM data_protection_key", new { }, cancellationToken))
        .ToDictionary(key => key.Name, key => key.Xml, StringComparer.Ordinal);

    /// <summary>The highest number of the rows that were moved before; null if there are none.</summary>
    public async Task<long?> LastNumberAsync(TableShape table, CancellationToken cancellationToken) =>
        await ScalarAsync($"SELECT MAX({table.KeyList}) FROM {table.QuotedName}", cancellationToken) as long?;

    public async Task<bool> HasRowsAsync(TableShape table, CancellationToken cancellationToken) =>
        await ScalarAsync($"SELECT EXISTS (SELECT 1 FROM {table.QuotedName})", cancellationToken) is true;

    public async Task<long> CountAsync(TableShape table, CancellationToken cancellationToken) =>
        Convert.ToInt64(await ScalarAsync($"SELECT COUNT(*) FROM {table.QuotedName}", cancellationToken), CultureInfo.InvariantCulture);

    /// <summary>Makes the counter of the table go on after this number, which is 1 or more.</summary>
    public Task SetCounterAsync(TableShape table, long number, CancellationToken cancellationToken) => ScalarAsync(
        string.Create(CultureInfo.InvariantCulture, $"SELECT setval(pg_get_serial_sequence('{table.QuotedName}', '{table.Counter}'), {number})"), cancellationToken);

    /// <summary>Stores rows until it is completed; without that, none of them.</summary>
    public Task<NpgsqlBinaryImporter> ImportAsync(TableShape table, CancellationToken cancellationToken) =>
        Session.BeginBinaryImportAsync($"COPY {table.QuotedName} ({table.ColumnList}) FROM STDIN (FORMAT BINARY)", cancellationToken);

    /// <summary>All rows in the order of the key; the columns of a row are read in order.</summary>
    public async Task<NpgsqlDataReader> OpenRowsAsync(TableShape table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(table.Select(), Session);
        return await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _database.MigrateAsync(cancellationToken);
        await Session.OpenAsync(cancellationToken);
        if (await ScalarAsync($"SELECT pg_try_advisory_lock({MoveLock})", cancellationToken) is not true)
        {
            throw new StorageException($"Another process is moving data into the database {Name}.", isTransient: false);
        }

        Tables = await TableShapes.ReadAsync(Session, cancellationToken);
    }

    private async Task<object?> ScalarAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, Session);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
