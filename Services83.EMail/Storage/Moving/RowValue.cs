using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Services83.EMail.Storage.Moving;

/// <summary>Values as both databases can hold them.</summary>
internal static class RowValue
{
    /// <summary>A value that is not null and not of the kind <see cref="ColumnKind.Bytes"/>, which is read as a stream.</summary>
    public static object Read(DbDataReader reader, int ordinal, ColumnKind kind) => kind switch
    {
        ColumnKind.Number => reader.GetInt64(ordinal),
        ColumnKind.YesNo => reader.GetBoolean(ordinal),
        ColumnKind.Text => Text(reader, ordinal),
        ColumnKind.Bytes or _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>SQLite stores any value in any column: refuses what PostgreSQL would store as something else.</summary>
    /// <exception cref="StorageException">A value of the row is of another kind than its column.</exception>
    public static void Check(SqliteDataReader reader, TableShape table)
    {
        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (!reader.IsDBNull(i) && !MoveSource.IsOutside(reader, table, i) && reader.GetFieldType(i) != TypeOf(table.Columns[i].Kind))
            {
                throw new StorageException(
                    $"The row {table.Describe([.. table.Key.Select(reader.GetValue)])} of the table {table.Name} is damaged: " +
                    $"its column {table.Columns[i].Name} holds a value of another kind. Correct or delete the row.",
                    isTransient: false);
            }
        }
    }

    private static Type TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Number or ColumnKind.YesNo => typeof(long),
        ColumnKind.Text => typeof(string),
        ColumnKind.Bytes or _ => typeof(byte[]),
    };

    /// <summary>GetString of SQLite ends at U+0000.</summary>
    private static string Text(DbDataReader reader, int ordinal) =>
        reader is SqliteDataReader ? SqlText.Storable(Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(ordinal))) : reader.GetString(ordinal);
}
