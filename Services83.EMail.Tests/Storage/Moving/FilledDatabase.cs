using Microsoft.Data.Sqlite;
using Services83.EMail.Storage.Moving;

namespace Services83.EMail.Tests.Storage.Moving;

/// <summary>Fills every table of an SQLite database with rows that hold what is unusual. It knows the tables from their schema only.</summary>
internal sealed class FilledDatabase(SqliteConnection connection)
{
    public const int Rows = 5;

    private static readonly long[] Ids = [-7, 1, 2, 4_000_000_000, long.MaxValue];
    private static readonly long[] Numbers = [long.MinValue, -1, 0, 42, long.MaxValue];
    private static readonly string[] Texts = ["", "nul\0in the middle", "Blåbær 😀 ﷽", "'\"\\\n\r\t%", new('x', 100_000)];
    private static readonly byte[][] Blobs = [[], [0], [0xFF, 0xFE, 0], new byte[3_000_000], [1, 2, 3]];

    /// <summary>Longest value that fits into an index of PostgreSQL, roughly.</summary>
    private const int IndexedLength = 500;

    /// <summary>Rows of tables that have a few by themselves, or may have one only.</summary>
    public static int RowsOf(TableShape table) => table.Name == "key_proof" ? 1 : Rows;

    public void Fill(IReadOnlyList<TableShape> tables)
    {
        foreach (var table in tables.Where(table => table.Name != "key_proof"))
        {
            var parents = Parents(table);
            for (var row = 0; row < Rows; row++)
            {
                Insert(table, row, parents);
            }
        }
    }

    private void Insert(TableShape table, int row, HashSet<string> parents)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO {table.QuotedName} ({table.ColumnList}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => $"@p{i}"))})";
        var (nullable, indexed) = (Nullable(table), Indexed(table));
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var column = table.Columns[i];
            command.Parameters.AddWithValue(
                $"@p{i}",
                (parents.Contains(column.Name), column.Name) switch
                {
                    // An address has one of the two.
                    (true, "contact_id") when table.Name == "email_address" && row % 2 == 0 => DBNull.Value,
                    (true, "person_id") when table.Name == "email_address" && row % 2 == 1 => DBNull.Value,
                    (true, _) => Ids[row],
                    _ when nullable.Contains(column.Name) && row == 2 => DBNull.Value,
                    _ when table.IsNumbered && table.Key[0] == i => Ids[row],
                    _ => Value(column.Kind, row, indexed.Contains(column.Name) ? IndexedLength : int.MaxValue),
                });
        }

        command.ExecuteNonQuery();
    }

    private static object Value(ColumnKind kind, int row, int length) => kind switch
    {
        ColumnKind.Number => Numbers[row],
        ColumnKind.YesNo => row % 2 == 0,
        ColumnKind.Text => Texts[row][..Math.Min(length, Texts[row].Length)],
        _ => Blobs[row][..Math.Min(length, Blobs[row].Length)],
    };

    private HashSet<string> Parents(TableShape table) => Names($"SELECT \"from\" FROM pragma_foreign_key_list('{table.Name}')");

    private HashSet<string> Indexed(TableShape table) =>
        Names($"SELECT c.name FROM pragma_index_list('{table.Name}') i JOIN pragma_index_info(i.name) c WHERE c.name IS NOT NULL");

    private HashSet<string> Nullable(TableShape table) => Names($"SELECT name FROM pragma_table_info('{table.Name}') WHERE \"notnull\" = 0 AND pk = 0");

    private HashSet<string> Names(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var names = new HashSet<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
