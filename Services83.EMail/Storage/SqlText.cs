using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Services83.EMail.Storage;

/// <summary>
/// Where the two products differ in what a statement or a text has to be like. Statements are written as SQLite takes them; lists, the only
/// difference, are said as <c>IN @list</c>, or as <c>IN {=list}</c> where many numbers are written into the statement.
/// </summary>
internal static partial class SqlText
{
    /// <summary>The statement as the product behind the connection takes it: PostgreSQL gets a list as one parameter, an array.</summary>
    public static string For(object? connection, string sql) => connection is NpgsqlConnection ? List().Replace(sql, "= ANY(@${list})") : sql;

    /// <summary>The text as the product takes it: what PostgreSQL cannot store, U+0000 and halves of surrogate pairs, becomes U+FFFD.</summary>
    public static string Storable(object parameter, string text) => parameter is NpgsqlParameter ? Storable(text) : text;

    /// <summary>The text as PostgreSQL takes it.</summary>
    public static string Storable(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0
        ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD')
        : text.Replace('\0', '\uFFFD');

    [GeneratedRegex(@"\bIN (@(?<list>\w+)|\{=(?<list>\w+)\})", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex List();
}
