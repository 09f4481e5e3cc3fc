using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Services83.EMail.Storage;

/// <summary>
/// Columns of a row straight from SQLite. The methods of the reader ask SQLite three to six times for one value; in a call that reads a hundred short
/// rows, these questions were a tenth of the time.
/// </summary>
internal static class SqliteColumns
{
    public static bool IsNull(SqliteDataReader row, int place) => sqlite3_column_type(row.Handle!, place) == SQLITE_NULL;

    /// <summary>A whole number; null for NULL.</summary>
    /// <exception cref="InvalidCastException">It is none. SQLite by itself would take the text in a damaged row for 0.</exception>
    public static long? Number(SqliteDataReader row, int place) => sqlite3_column_type(row.Handle!, place) switch
    {
        SQLITE_INTEGER => sqlite3_column_int64(row.Handle!, place),
        SQLITE_NULL => null,
        _ => throw new InvalidCastException($"There is no number in the column {row.GetName(place)}."),
    };

    /// <summary>A text; null for NULL.</summary>
    public static string? Text(SqliteDataReader row, int place) => sqlite3_column_text(row.Handle!, place).utf8_to_string();
}
