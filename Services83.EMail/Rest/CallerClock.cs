using System.Globalization;

namespace Services83.EMail.Rest;

/// <summary>
/// The time zone that <c>SO-TimeZone</c> names. Times of a result are converted to it and then stand without an offset, unless the
/// header adds <c>includeTZOffset</c>; times of a request that have no offset are taken to be in it.
/// </summary>
/// <param name="zone">The zone.</param>
/// <param name="showsOffset">Whether results say how far the zone is from UTC.</param>
public sealed class CallerClock(TimeZoneInfo zone, bool showsOffset)
{
    private const string ShowOffset = "includeTZOffset";

    /// <summary>Reads the header.</summary>
    /// <param name="header">A code of the vendor's such as <c>NO</c> or <c>US-NY</c>, a name of the tz database or of Windows.</param>
    /// <returns>Null when it names no zone.</returns>
    /// <exception cref="RestFormatException">There is no such zone.</exception>
    public static CallerClock? Parse(string? header)
    {
        var parts = (header ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var names = parts.Where(part => !part.Equals(ShowOffset, StringComparison.OrdinalIgnoreCase)).ToArray();
        return names switch
        {
            [] => parts.Length == 0 ? null : new CallerClock(TimeZoneInfo.Utc, showsOffset: true),
            [var name] => new CallerClock(
                TimeZoneCodes.Find(name) ?? throw new RestFormatException("names no time zone that is known here", "SO-TimeZone"),
                showsOffset: names.Length < parts.Length),
            _ => throw new RestFormatException("names more than one time zone", "SO-TimeZone"),
        };
    }

    /// <summary>A time of a result as the caller is to see it; the year 1, which stands for no time, stays as it is.</summary>
    public string FromUtc(DateTime time)
    {
        if (time.Year == 1)
        {
            return time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        }

        var there = TimeZoneInfo.ConvertTime(new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)), zone);
        return there.ToString(showsOffset ? "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
    }

    /// <summary>A time of a request in UTC, when it did not say so itself.</summary>
    public DateTime ToUtc(DateTime time) => time.Kind != DateTimeKind.Unspecified || time.Year is 1 or 9999
        ? time
        : new DateTimeOffset(time, zone.GetUtcOffset(time)).UtcDateTime;

    /// <summary>Converts every time that the arguments of a call hold.</summary>
    public void ToUtc(RestOperation operation, object?[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            Convert(arguments[i], operation.Parameters[i].Type);
        }
    }

    private void Convert(object? value, Type type)
    {
        if (value is null or string or byte[] || type.IsValueType)
        {
            return;
        }

        if (value is System.Collections.IDictionary pairs)
        {
            value = pairs.Values;
        }

        if (value is System.Collections.IEnumerable items)
        {
            foreach (var item in items)
            {
                Convert(item, item?.GetType() ?? typeof(object));
            }

            return;
        }

        foreach (var property in RestJson.Options.GetTypeInfo(type).Properties)
        {
            if (property.PropertyType == typeof(DateTime))
            {
                property.Set!(value, ToUtc((DateTime)property.Get!(value)!));
            }
            else
            {
                Convert(property.Get!(value), property.PropertyType);
            }
        }
    }
}
