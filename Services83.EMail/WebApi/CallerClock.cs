using System.Collections.Concurrent;
using System.Globalization;
using Services83.EMail.Time;

namespace Services83.EMail.WebApi;

/// <summary>
/// The date format of a caller of the web API, by its <c>SO-TimeZone</c>. Dates of a result are converted to its zone and have no offset,
/// unless the header adds <c>includeTZOffset</c>; dates of a request without an offset are in that zone.
/// </summary>
/// <param name="zone">The zone.</param>
/// <param name="style">How dates of results show the offset from UTC.</param>
public sealed class CallerClock(CallerTimeZone zone, OffsetStyle style)
{
    /// <summary>The header, of requests and replies.</summary>
    public const string Header = "SO-TimeZone";

    private const string ShowOffset = "includeTZOffset";

    private static readonly ConcurrentDictionary<RestOperation, bool> WithDates = new();

    /// <summary>The zone.</summary>
    public CallerTimeZone Zone => zone;

    /// <summary>Whether dates of results need no conversion: in UTC, with a Z.</summary>
    public bool IsPlain => style == OffsetStyle.Z;

    /// <summary>Reads the header.</summary>
    /// <param name="header">
    /// A code of the vendor such as <c>NO</c> or <c>US-NY</c>, one of its published numbers, or a name of the tz database or of Windows.
    /// </param>
    /// <param name="baseZone">Zone of the installation, for a request that names none.</param>
    /// <exception cref="RestFormatException">There is no such zone.</exception>
    public static CallerClock Parse(string? header, CallerTimeZone baseZone)
    {
        var parts = (header ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var names = parts.Where(part => !part.Equals(ShowOffset, StringComparison.OrdinalIgnoreCase)).ToArray();
        var style = names.Length < parts.Length ? OffsetStyle.Number : OffsetStyle.None;
        return names switch
        {
            [] => new CallerClock(baseZone, style == OffsetStyle.None && baseZone.IsUtc ? OffsetStyle.Z : style),
            [var name] => new CallerClock(TimeZones.Find(name) ?? throw Unknown(), style),
            _ => throw new RestFormatException("names more than one time zone", Header),
        };
    }

    /// <summary>A time of a result as the caller gets it.</summary>
    public string FromUtc(DateTime time)
    {
        var there = zone.FromUtc(time).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        return style switch
        {
            OffsetStyle.None => there,
            OffsetStyle.Number when time.Kind == DateTimeKind.Utc && time.Year > 1 => there + Offset(zone.OffsetAt(time)),
            _ => there + "Z",
        };
    }

    /// <summary>Converts every time in the arguments of a call.</summary>
    public void ToUtc(RestOperation operation, object?[] arguments)
    {
        if (!WithDates.GetOrAdd(operation, one => one.Parameters.Any(parameter => HasDates(parameter.Type, []))))
        {
            return;
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            Convert(arguments[i], operation.Parameters[i].Type);
        }
    }

    private static RestFormatException Unknown() => new(
        "must be a known time zone: a code such as NO or US-NY, or a name such as Europe/Oslo", Header);

    /// <summary>As in ISO 8601: hours and minutes; the seconds of historical offsets are left out.</summary>
    private static string Offset(TimeSpan offset) =>
        (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hh\\:mm", CultureInfo.InvariantCulture);

    private static bool HasDates(Type type, HashSet<Type> seen) => type == typeof(DateTime)
        || (RestJson.Options.GetTypeInfo(type) is var info && seen.Add(type)
            && (info.ElementType is { } item ? HasDates(item, seen) : info.Properties.Any(property => HasDates(property.PropertyType, seen))));

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
                if (RestTypes.IsInCallersZone(property))
                {
                    property.Set!(value, zone.ToUtc((DateTime)property.Get!(value)!));
                }
            }
            else
            {
                Convert(property.Get!(value), property.PropertyType);
            }
        }
    }
}

/// <summary>The text after a date of a reply.</summary>
public enum OffsetStyle
{
    /// <summary>Nothing, as in the original.</summary>
    None,

    /// <summary>The offset of the zone at that time, such as <c>+02:00</c>.</summary>
    Number,

    /// <summary>A Z: the zone is UTC.</summary>
    Z,
}
