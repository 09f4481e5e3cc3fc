using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Services83.EMail.Storage.Sqlite;

namespace Services83.EMail.Storage.Moving;

/// <summary>The SQLite database that is moved, as it is at one moment. It is opened for reading and not changed.</summary>
internal sealed class MoveSource : IAsyncDisposable
{
    private readonly SqliteConnection _connection;

    /// <summary>Commands whose readers are in use: to dispose of a command closes its reader.</summary>
    private readonly List<SqliteCommand> _commands = [];

    private MoveSource(SqliteConnection connection, string file) => (_connection, File) = (connection, file);

    /// <summary>Path of the database.</summary>
    public string File { get; }

    /// <summary>Different for each installation: a hash of its key proof, which is random.</summary>
    public string Fingerprint { get; private set; } = "";

    /// <exception cref="StorageException">It cannot be read, is not of this version, or its keys are not there.</exception>
    public static async Task<MoveSource> OpenAsync(StorageOptions options, CancellationToken cancellationToken)
    {
        SQLitePCL.Batteries_V2.Init();
        var file = Path.GetFullPath(options.DatabaseFile);
        var source = new MoveSource(
            new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString()), file);
        try
        {
            await source.OpenAsync(options.KeyFolderPath, cancellationToken);
            return source;
        }
        catch (Exception exception)
        {
            await source.DisposeAsync();
            throw exception is SqliteException error ? SqliteErrors.Translate(error, file) : exception;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _commands.ForEach(command => command.Dispose());
        await _connection.DisposeAsync();
        RemoveEmptyLog();
    }

    public long Count(TableShape table) => Number($"SELECT COUNT(*) FROM {table.QuotedName}");

    /// <summary>The highest number that the counter of the table has given, also to rows that were deleted since; 0 if none.</summary>
    public long HighestNumber(TableShape table) => Math.Max(
        Number($"SELECT COALESCE(MAX(\"{table.Counter}\"), 0) FROM {table.QuotedName}"),
        Number($"SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = '{table.Name}'"));

    /// <summary>The rows in the order of the key.</summary>
    /// <param name="after">Only those with a higher number; null for all.</param>
    public async Task<SqliteDataReader> OpenRowsAsync(TableShape table, long? after, CancellationToken cancellationToken)
    {
        var command = new SqliteCommand(table.Select(after is null ? "" : $"WHERE {table.KeyList} > @after"), _connection);
        _commands.Add(command);
        if (after is { } number)
        {
            command.Parameters.AddWithValue("@after", number);
        }

        return await command.ExecuteReaderAsync(cancellationToken);
    }

    /// <summary>Whether a row has the length of a body in place of its bytes, which are in the file of bodies.</summary>
    public static bool IsOutside(DbDataReader row, TableShape table, int column) =>
        table.Name == "content_body" && table.Columns[column].Kind == ColumnKind.Bytes && row.GetFieldType(column) == typeof(long);

    /// <summary>The bytes of a column that is not null, wherever they are.</summary>
    public Stream OpenBytes(DbDataReader row, TableShape table, int column) => IsOutside(row, table, column)
        ? new SqliteBlob(_connection, BodyView.Schema, "body", "raw", row.GetInt64(table.Key[0]), readOnly: true)
        : row.GetStream(column);

    private async Task OpenAsync(string keyFolder, CancellationToken cancellationToken)
    {
        await _connection.OpenAsync(cancellationToken);
        CheckVersion();
        // All that follows sees the same rows, also if a command changes some meanwhile. A file is not attached within a transaction.
        AttachBodies();
        var proof = Text("SELECT secret FROM key_proof") ?? throw Outdated();
        if (KeyProof.FilesIn(keyFolder).Count == 0 || !KeyProof.IsDecryptedBy(new DirectoryInfo(keyFolder), proof))
        {
            throw SecretProtector.WrongKeys($"the folder '{Path.GetFullPath(keyFolder)}'", null);
        }

        Fingerprint = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(proof)));
    }

    /// <summary>Attaches the file of bodies, if the database has one.</summary>
    /// <exception cref="StorageException">It is missing, or not of the same moment.</exception>
    private void AttachBodies()
    {
        if (Number("SELECT used FROM body_pair") == 0)
        {
            Execute("BEGIN");
            return;
        }

        var bodies = BodyFile.PathOf(File);
        if (System.IO.File.Exists(bodies))
        {
            using var command = new SqliteCommand($"ATTACH DATABASE @file AS {BodyView.Schema}", _connection);
            command.Parameters.AddWithValue("@file", bodies);
            command.ExecuteNonQuery();
            Execute("BEGIN");
            if (Number($"SELECT stamp = (SELECT stamp FROM {BodyView.Schema}.pair) FROM body_pair") == 1)
            {
                return;
            }
        }

        throw new StorageException(
            $"The file of bodies '{bodies}' is missing, or not of the same time as '{File}'. Start the server of this version once, which says more, then stop it.",
            isTransient: false);
    }

    /// <summary>A connection that only reads leaves the files of an empty log behind, unlike one that might write.</summary>
    private void RemoveEmptyLog()
    {
        if (new FileInfo($"{File}-wal") is not { Exists: true, Length: 0 })
        {
            return;
        }

        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
            connection.Open();
            using var command = new SqliteCommand("SELECT COUNT(*) FROM key_proof", connection);
            command.ExecuteScalar();
        }
        catch (SqliteException)
        {
            // They harm nobody.
        }
    }

    private void CheckVersion()
    {
        var newest = Migration.LoadFor("Sqlite")[^1];
        var version = Text("SELECT name FROM sqlite_schema WHERE name = 'schema_version'") is null ? 0 : Number("SELECT COALESCE(MAX(version), 0) FROM schema_version");
        if (version < newest.Version)
        {
            throw Outdated();
        }

        if (version > newest.Version || Text("SELECT checksum FROM schema_version ORDER BY version DESC") != newest.Checksum)
        {
            throw new StorageException($"The database '{File}' was written by another version of the program. Use that one.", isTransient: false);
        }
    }

    private StorageException Outdated() => new(
        $"The database '{File}' is of an earlier version. Start the server of this version once with it, then stop it.", isTransient: false);

    private void Execute(string sql)
    {
        using var command = new SqliteCommand(sql, _connection);
        command.ExecuteNonQuery();
    }

    private string? Text(string sql)
    {
        using var command = new SqliteCommand(sql, _connection);
        return command.ExecuteScalar() as string;
    }

    private long Number(string sql)
    {
        using var command = new SqliteCommand(sql, _connection);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
