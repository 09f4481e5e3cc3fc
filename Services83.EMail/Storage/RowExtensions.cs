using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Services83.EMail.Storage;

/// <summary>
/// Values of a row by their places, for <see cref="RowQuery{T}"/>. A value that is missing or of another type throws an
/// <see cref="InvalidCastException"/>.
/// </summary>
internal static class RowExtensions
{
    public static bool IsNull(this DbDataReader row, int place) => row is SqliteDataReader sqlite ? SqliteColumns.IsNull(sqlite, place) : row.IsDBNull(place);

    public static int Int(this DbDataReader row, int place) => checked((int)row.Long(place));

    public static int? IntOrNull(this DbDataReader row, int place) => checked((int?)row.LongOrNull(place));

    public static long Long(this DbDataReader row, int place) => row.LongOrNull(place) ?? throw row.Missing(place);

    public static long? LongOrNull(this DbDataReader row, int place) =>
        row is SqliteDataReader sqlite ? SqliteColumns.Number(sqlite, place) : row.IsDBNull(place) ? null : row.GetInt64(place);

    public static bool Flag(this DbDataReader row, int place) => row is SqliteDataReader ? row.Long(place) != 0 : row.GetBoolean(place);

    public static string Text(this DbDataReader row, int place) => row.TextOrNull(place) ?? throw row.Missing(place);

    public static string? TextOrNull(this DbDataReader row, int place) =>
        row is SqliteDataReader sqlite ? SqliteColumns.Text(sqlite, place) : row.IsDBNull(place) ? null : row.GetString(place);

    public static DateTimeOffset Moment(this DbDataReader row, int place) => DateTimeOffset.FromUnixTimeMilliseconds(row.Long(place));

    public static DateTimeOffset? MomentOrNull(this DbDataReader row, int place) =>
        row.LongOrNull(place) is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

    private static InvalidCastException Missing(this DbDataReader row, int place) => new($"There is nothing in the column {row.GetName(place)}.");
}
