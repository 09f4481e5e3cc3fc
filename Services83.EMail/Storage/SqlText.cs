using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Services83.EMail.Storage;

/// <summary>
/// Where the two products differ in what a statement or a text has to be like. Statements are written as SQLite takes them. A list, of any
/// length, is one parameter and is said as <c>IN @list</c>: PostgreSQL gets it as an array, for SQLite see <see cref="Sqlite.ListStatement"/>.
/// </summary>
internal static partial class SqlText
{
    // No more than the program has statements with lists: lists are parameters.
    private static readonly ConcurrentDictionary<string, string> PostgreSql = new(StringComparer.Ordinal);

    /// <summary>The statement as the product behind the connection takes it.</summary>
    public static string For(object? connection, string sql) => connection is NpgsqlConnection && sql.Contains(" IN @", StringComparison.Ordinal)
        ? PostgreSql.GetOrAdd(sql, text => List().Replace(text, "= ANY(@${list})"))
        : sql;

    /// <summary>The list as the product takes it.</summary>
    public static object Storable<T>(object parameter, IReadOnlyCollection<T> list) => (parameter, list) switch
    {
        (NpgsqlParameter, IEnumerable<string> texts) => texts.Select(Storable).ToArray(),
        (NpgsqlParameter, _) => list.ToArray(),
        _ => list,
    };

    /// <summary>The text as the product takes it: what PostgreSQL cannot store, U+0000 and halves of surrogate pairs, becomes U+FFFD.</summary>
    public static string Storable(object parameter, string text) => parameter is NpgsqlParameter ? Storable(text) : text;

    /// <summary>The text as PostgreSQL takes it.</summary>
    public static string Storable(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0
        ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD')
        : text.Replace('\0', '\uFFFD');

    /// <summary>A list in a statement.</summary>
    // Code of the compiler: one that does not backtrack would be built at each start. The statements are our own.
    [GeneratedRegex(@"\bIN @(?<list>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    internal static partial Regex List();
}
