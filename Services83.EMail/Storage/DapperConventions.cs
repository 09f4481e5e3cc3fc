using System.Data;
using System.Globalization;
using Dapper;

namespace Services83.EMail.Storage;

/// <summary>
/// How .NET and the tables meet: <c>snake_case</c> columns are PascalCase properties, and a moment is stored as milliseconds
/// since 1970-01-01 UTC, which both database products compare and index alike.
/// </summary>
internal static class DapperConventions
{
    private static readonly Lazy<bool> Applied = new(() =>
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        // A built-in mapping wins over a handler, so it has to go first.
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.RemoveTypeMap(typeof(string));
        SqlMapper.AddTypeHandler(typeof(DateTimeOffset), new UnixMillisecondsHandler());
        SqlMapper.AddTypeHandler(typeof(string), new TextHandler());
        return true;
    });

    /// <summary>Dapper's settings are static; every provider calls this, the first call counts.</summary>
    public static void Apply() => _ = Applied.Value;

    // PostgreSQL has to know of what type a null is.
    private sealed class UnixMillisecondsHandler : SqlMapper.ITypeHandler
    {
        public void SetValue(IDbDataParameter parameter, object value)
        {
            parameter.DbType = DbType.Int64;
            parameter.Value = value is DateTimeOffset moment ? moment.ToUnixTimeMilliseconds() : DBNull.Value;
        }

        public object? Parse(Type destinationType, object value) =>
            value is DBNull ? null : DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(value, CultureInfo.InvariantCulture));
    }

    private sealed class TextHandler : SqlMapper.ITypeHandler
    {
        public void SetValue(IDbDataParameter parameter, object value)
        {
            parameter.DbType = DbType.String;
            parameter.Value = value is string text ? SqlText.Storable(parameter, text) : DBNull.Value;
        }

        public object? Parse(Type destinationType, object value) => value as string;
    }
}
