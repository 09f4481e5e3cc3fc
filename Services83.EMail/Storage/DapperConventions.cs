using System.Data;
using System.Globalization;
using Dapper;

namespace Services83.EMail.Storage;

/// <summary>
/// How .NET types map to the tables: <c>snake_case</c> columns are PascalCase properties, and a time is stored as milliseconds since
/// 1970-01-01 UTC, which both database products compare and index alike.
/// </summary>
internal static class DapperConventions
{
    private static readonly Lazy<bool> Applied = new(() =>
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        // A built-in mapping takes precedence over a handler, so it must be removed first.
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.RemoveTypeMap(typeof(string));
        SqlMapper.AddTypeHandler(typeof(DateTimeOffset), new UnixMillisecondsHandler());
        SqlMapper.AddTypeHandler(typeof(string), new TextHandler());
        AddLists<int>();
        AddLists<string>();
        // Dapper compiles a reader for each statement and connection string. All databases of a process have the same tables.
        SqlMapper.ConnectionStringComparer = EqualityComparer<string>.Create((_, _) => true, _ => 0);
        return true;
    });

    /// <summary>Dapper's settings are static; every provider calls this, only the first call has an effect.</summary>
    public static void Apply() => _ = Applied.Value;

    /// <summary>A list is one parameter, so that the text of a statement does not depend on its length.</summary>
    private static void AddLists<T>()
    {
        foreach (var type in (Type[])[typeof(T[]), typeof(List<T>), typeof(IReadOnlyList<T>), typeof(IReadOnlyCollection<T>)])
        {
            SqlMapper.AddTypeHandler(type, new ListHandler<T>());
        }
    }

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

        // Not text: a damaged row, which is reported and not read as null.
        public object? Parse(Type destinationType, object value) => value is DBNull ? null : (string)value;
    }

    private sealed class ListHandler<T> : SqlMapper.ITypeHandler
    {
        public void SetValue(IDbDataParameter parameter, object value) => parameter.Value = SqlText.Storable(parameter, (IReadOnlyCollection<T>)value);

        public object Parse(Type destinationType, object value) => throw new NotSupportedException("No column holds a list.");
    }
}
