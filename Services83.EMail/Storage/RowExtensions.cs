using System.Data.Common;

namespace Services83.EMail.Storage;

/// <summary>
/// Values of a row by their places, for <see cref="RowQuery{T}"/>. A number that is none throws an <see cref="InvalidCastException"/>: SQLite
/// by itself would take the text in a damaged row for 0.
/// </summary>
internal static class RowExtensions
{
    public static int Int(this DbDataReader row, int place) => row.Number(place).GetInt32(place);

    public static int? IntOrNull(this DbDataReader row, int place) => row.IsDBNull(place) ? null : row.Int(place);

    public static long Long(this DbDataReader row, int place) => row.Number(place).GetInt64(place);

    public static long? LongOrNull(this DbDataReader row, int place) => row.IsDBNull(place) ? null : row.Long(place);

    public static bool Flag(this DbDataReader row, int place) => row.Number(place).GetBoolean(place);

    public static string? TextOrNull(this DbDataReader row, int place) => row.IsDBNull(place) ? null : row.GetString(place);

    public static DateTimeOffset Moment(this DbDataReader row, int place) => DateTimeOffset.FromUnixTimeMilliseconds(row.Long(place));

    public static DateTimeOffset? MomentOrNull(this DbDataReader row, int place) => row.IsDBNull(place) ? null : row.Moment(place);

    private static DbDataReader Number(this DbDataReader row, int place)
    {
        var type = row.GetFieldType(place);
        return type == typeof(string) || type == typeof(byte[])
            ? throw new InvalidCastException($"There is no number in the column {row.GetName(place)}.")
            : row;
    }
}
