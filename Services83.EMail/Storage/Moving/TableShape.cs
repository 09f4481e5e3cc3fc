using System.Collections.Immutable;

namespace Services83.EMail.Storage.Moving;

/// <summary>What a column holds. Both products have the same tables; the schema of PostgreSQL says it more exactly.</summary>
internal enum ColumnKind
{
    Number,
    YesNo,
    Text,
    Bytes,
}

internal sealed record Column(string Name, ColumnKind Kind);

/// <summary>A table that is moved.</summary>
/// <param name="Name">The same in both databases.</param>
/// <param name="Columns">All of them, in the order of PostgreSQL.</param>
/// <param name="Key">Ordinals of the columns of its primary key, in the order of the key.</param>
/// <param name="Counter">The column that PostgreSQL numbers by itself; null if none.</param>
internal sealed record TableShape(string Name, IReadOnlyList<Column> Columns, ImmutableArray<int> Key, string? Counter)
{
    /// <summary>Whether the rows have one number as their key, so that a part of them can be moved at a time.</summary>
    public bool IsNumbered => Key.Length == 1 && Columns[Key[0]].Kind == ColumnKind.Number;

    public string ColumnList => string.Join(", ", Columns.Select(column => Quoted(column.Name)));

    public string QuotedName => Quoted(Name);

    public string KeyList => string.Join(", ", Key.Select(ordinal => Quoted(Columns[ordinal].Name)));

    /// <summary>All rows in the order of the key, which is the same in both databases: text is sorted by its bytes.</summary>
    /// <param name="condition">Such as <c>WHERE …</c>; empty for all.</param>
    public string Select(string condition = "") => $"SELECT {ColumnList} FROM {QuotedName} {condition} ORDER BY {KeyList}";

    /// <summary>The key of a row, for operators.</summary>
    public string Describe(IReadOnlyList<object> key) =>
        string.Join(", ", Key.Select((ordinal, i) => FormattableString.Invariant($"{Columns[ordinal].Name} {key[i]}")));

    private static string Quoted(string name) => $"\"{name}\"";
}
