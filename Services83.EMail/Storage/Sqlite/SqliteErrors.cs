using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Services83.EMail.Storage.Sqlite;

/// <summary>SQLite's result codes as texts for an operator: which file, and what to do.</summary>
internal static class SqliteErrors
{
    public static bool IsBusy(SqliteException error) => error.SqliteErrorCode is SQLITE_BUSY or SQLITE_LOCKED;

    public static StorageException Translate(SqliteException error, string file)
    {
        var (message, transient) = error.SqliteErrorCode switch
        {
            SQLITE_BUSY or SQLITE_LOCKED =>
                ("is locked by another program. Close that program; raise Storage:LockPatience if it is meant to run", true),
            SQLITE_CORRUPT =>
                ("is damaged. Stop the service, keep a copy of the file, and restore the latest backup", false),
            SQLITE_NOTADB =>
                ("is not an SQLite database. Check Storage:DataFolder, or restore the latest backup", false),
            SQLITE_READONLY or SQLITE_CANTOPEN or SQLITE_PERM =>
                ("cannot be opened for writing. Check that its folder exists and that the service's account may write there", false),
            SQLITE_FULL =>
                ("cannot grow: the disk is full. Free some space; nothing was written", true),
            SQLITE_IOERR =>
                ("cannot be read or written: the disk reports an error. Check the disk and the rights of the file", false),
            SQLITE_NOTFOUND =>
                ("refers to a message that its file of bodies does not hold. Stop the service, keep a copy of both files, and restore the latest backup", false),
            // SQLite names the table and the rule here, never the data.
            _ => ($"refused the statement: {error.Message}", false),
        };
        var code = $"(SQLite result {error.SqliteExtendedErrorCode})";
        return new StorageException($"Database '{file}' {message}. {code}", transient, error) { Summary = $"The database {message}. {code}" };
    }
}
