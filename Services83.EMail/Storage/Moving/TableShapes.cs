using Npgsql;

namespace Services83.EMail.Storage.Moving;

/// <summary>Reads from the schema of PostgreSQL which tables there are, so that a new table cannot be forgotten.</summary>
internal static class TableShapes
{
    /// <summary>Tables whose rows are not moved one by one, and why.</summary>
    public static readonly IReadOnlyDictionary<string, string> LeftOut = new Dictionary<string, string>
    {
        ["schema_version"] = "each database has its own migrations",
        ["data_move"] = "marks the move itself",
        ["data_protection_key"] = "SQLite has the keys in files; they are moved as a whole",
        ["body_pair"] = "belongs to SQLite's file of bodies; the bodies are moved with content_body",
        ["body_to_erase"] = "belongs to SQLite's file of bodies",
        ["write_probe"] = "holds something only for a moment",
    };

    private const string Columns = """
        SELECT c.table_name, c.column_name, c.data_type, c.is_identity = 'YES'
        FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
        ORDER BY c.table_name, c.ordinal_position
        """;

    private const string Keys = """
        SELECT c.relname, a.attname
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, place)
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
        WHERE i.indisprimary AND c.relnamespace = current_schema()::regnamespace
        ORDER BY c.relname, k.place
        """;

    private const string References = """
        SELECT child.relname, parent.relname
        FROM pg_constraint r JOIN pg_class child ON child.oid = r.conrelid JOIN pg_class parent ON parent.oid = r.confrelid
        WHERE r.contype = 'f' AND r.conrelid <> r.confrelid AND child.relnamespace = current_schema()::regnamespace
        """;

    /// <summary>The tables that are moved, each after all tables that it refers to.</summary>
    public static async Task<IReadOnlyList<TableShape>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var columns = (await QueryAsync(connection, Columns, row => (
            Table: row.GetString(0), Column: new Column(row.GetString(1), KindOf(row.GetString(0), row.GetString(2))), IsCounter: row.GetBoolean(3)), cancellationToken)).ToLookup(row => row.Table);
        var keys = (await QueryAsync(connection, Keys, row => (Table: row.GetString(0), Column: row.GetString(1)), cancellationToken)).ToLookup(row => row.Table, row => row.Column);
        var references = (await QueryAsync(connection, References, row => (Child: row.GetString(0), Parent: row.GetString(1)), cancellationToken)).ToLookup(row => row.Child, row => row.Parent);
        return InOrder(
            [.. columns.Where(table => !LeftOut.ContainsKey(table.Key)).Select(table => ShapeOf(
                table.Key, [.. table.Select(row => row.Column)], [.. keys[table.Key]], table.FirstOrDefault(row => row.IsCounter).Column?.Name))],
            references);
    }

    private static TableShape ShapeOf(string name, Column[] columns, string[] key, string? counter) => key.Length > 0
        ? new(name, columns, [.. key.Select(part => Array.FindIndex(columns, column => column.Name == part))], counter)
        : throw new InvalidOperationException($"The table {name} has no primary key.");

    private static List<TableShape> InOrder(List<TableShape> tables, ILookup<string, string> references)
    {
        var placed = new List<TableShape>();
        while (tables.Count > 0)
        {
            var next = tables.Find(table => references[table.Name].All(parent => placed.Exists(one => one.Name == parent)))
                ?? throw new InvalidOperationException("Tables refer to each other in a circle.");
            placed.Add(next);
            tables.Remove(next);
        }

        return placed;
    }

    private static ColumnKind KindOf(string table, string type) => type switch
    {
        "bigint" or "integer" => ColumnKind.Number,
        "boolean" => ColumnKind.YesNo,
        "text" => ColumnKind.Text,
        "bytea" => ColumnKind.Bytes,
        _ => throw new InvalidOperationException($"The table {table} has a column of the type {type}."),
    };

    private static async Task<List<T>> QueryAsync<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
