using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Services83.EMail.Storage.Sqlite;

/// <summary>
/// Statements with <c>IN @list</c> as SQLite takes them. A list is one parameter, its JSON. A list of one value, the most frequent one, is
/// that value, because to open and to read JSON takes longer than to find the row.
/// </summary>
internal static class ListStatement
{
    internal const string Json = "IN (SELECT value FROM json_each(@${list}))";

    private const string One = "= @${list}";

    // No more than the program has statements with lists.
    private static readonly ConcurrentDictionary<(string Sql, bool IsOne), string> Texts = new();

    /// <summary>The text to run. The parameters that hold lists get the values for it.</summary>
    public static string Prepare(string sql, SqliteParameterCollection parameters)
    {
        if (!sql.Contains(" IN @", StringComparison.Ordinal))
        {
            return sql;
        }

        var lists = parameters.Cast<SqliteParameter>().Where(parameter => parameter.Value is IReadOnlyCollection<int> or IReadOnlyCollection<string>).ToList();
        var isOne = lists.All(parameter => parameter.Value is IReadOnlyCollection<int> { Count: 1 } or IReadOnlyCollection<string> { Count: 1 });
        foreach (var parameter in lists)
        {
            parameter.Value = parameter.Value is IReadOnlyCollection<int> numbers ? Value(numbers, isOne) : Value((IReadOnlyCollection<string>)parameter.Value!, isOne);
        }

        return Texts.GetOrAdd((sql, isOne), key => SqlText.List().Replace(key.Sql, key.IsOne ? One : Json));
    }

    private static object Value<T>(IReadOnlyCollection<T> list, bool isOne)
        where T : notnull => isOne ? list.First() : JsonSerializer.Serialize(list);
}
