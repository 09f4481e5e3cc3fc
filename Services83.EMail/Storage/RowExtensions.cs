using System.Data.Common;

namespace Services83.EMail.Storage;

/// <summary>Values of a row by their places, for <see cref="RowQuery{T}"/>.</summary>
internal static class RowExtensions
{
    public static string? TextOrNull(this DbDataReader row, int place) => row.IsDBNull(place) ? null : row.GetString(place);

    public static int? IntOrNull(this DbDataReader row, int place) => row.IsDBNull(place) ? null : row.GetInt32(place);

    public static long? LongOrNull(this DbDataReader row, int place) => row.IsDBNull(place) ? null : row.GetInt64(place);

    public static DateTimeOffset Moment(this DbDataReader row, int place) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(place));

    public static DateTimeOffset? MomentOrNull(this DbDataReader row, int place) => row.IsDBNull(place) ? null : row.Moment(place);
}
