using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Services83.EMail.Storage.Sqlite;

/// <summary>Work on a whole database file, which other processes may use at the same time.</summary>
internal static class SqliteFile
{
    private const int MaxProblems = 20;

    static SqliteFile() => SQLitePCL.Batteries_V2.Init();

    /// <summary>
    /// Copies a database as it is at one moment into a new file, by SQLite's backup interface. Others may read and write it meanwhile; what they
    /// write after the beginning is not in the copy.
    /// </summary>
    /// <exception cref="StorageException">It cannot be read, or the copy cannot be written.</exception>
    public static void Copy(string file, string target)
    {
        try
        {
            using var source = Open(file, SqliteOpenMode.ReadWrite);
            using var copy = Open(target, SqliteOpenMode.ReadWriteCreate);
            source.BackupDatabase(copy);
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, Path.GetFullPath(file));
        }
    }

    /// <summary>Reads the whole database and checks its structure, its foreign keys, and the bodies in the file beside it.</summary>
    /// <param name="file">The database.</param>
    /// <param name="isAtRest">Whether nobody uses it: then not a byte of it is changed, and no file beside it is made.</param>
    /// <returns>What is wrong, at most 20 lines of each kind; empty for a sound database.</returns>
    /// <exception cref="StorageException">It cannot be read at all.</exception>
    public static IReadOnlyList<string> Check(string file, bool isAtRest) => Read(file, isAtRest, connection =>
    {
        using var structure = new SqliteCommand($"PRAGMA main.integrity_check({MaxProblems.ToString(CultureInfo.InvariantCulture)})", connection);
        using var references = new SqliteCommand("PRAGMA main.foreign_key_check", connection);
        return (IReadOnlyList<string>)
        [
            .. Rows(structure, row => row.GetString(0)).Where(line => line != "ok"),
            .. Rows(references, row => $"a row of {row.GetString(0)} refers to a missing row of {row.GetString(2)}").Take(MaxProblems),
            .. BodyCheck.Run(connection, BodyFile.PathOf(file)).Take(MaxProblems),
        ];
    });

    /// <summary>The newest migration of a database that nobody uses, and its key proof. Its file is not changed.</summary>
    /// <exception cref="StorageException">It cannot be read, or is not one of this program.</exception>
    public static (int Version, string Checksum, string Proof) Describe(string file) => Read(file, isAtRest: true, connection =>
    {
        using var version = new SqliteCommand("SELECT version, checksum FROM schema_version ORDER BY version DESC LIMIT 1", connection);
        using var proof = new SqliteCommand("SELECT secret FROM key_proof", connection);
        var (number, checksum) = Rows(version, row => (row.GetInt32(0), row.GetString(1))).Single();
        return (number, checksum, proof.ExecuteScalar() as string ?? throw new InvalidOperationException("There is no key proof."));
    });

    /// <summary>Reads from a database.</summary>
    /// <param name="file">The database.</param>
    /// <param name="isAtRest">Whether nobody uses it: then not a byte of it is changed, and no file beside it is made.</param>
    /// <param name="read">Gets the connection.</param>
    /// <exception cref="StorageException">It cannot be read at all.</exception>
    public static T Read<T>(string file, bool isAtRest, Func<SqliteConnection, T> read)
    {
        try
        {
            // One that is in use is not opened read-only: such a connection cannot read a database whose last writer left a log.
            using var connection = isAtRest
                ? Open($"{new Uri(Path.GetFullPath(file)).AbsoluteUri}?immutable=1", SqliteOpenMode.ReadOnly)
                : Open(file, SqliteOpenMode.ReadWrite);
            return read(connection);
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.Translate(exception, Path.GetFullPath(file));
        }
        catch (InvalidOperationException exception)
        {
            throw new StorageException($"The database '{Path.GetFullPath(file)}' is not one of this program.", isTransient: false, exception);
        }
    }

    /// <summary>The rows of a command that has not run yet.</summary>
    public static List<T> Rows<T>(SqliteCommand command, Func<SqliteDataReader, T> read)
    {
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>An open connection that is closed when it is disposed of.</summary>
    public static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
