using System.Globalization;

namespace Services83.EMail.Time;

/// <summary>
/// Time zones by the vendor's codes (countries and regions), by its numbers, and by the names of operating systems.
/// </summary>
public static class TimeZones
{
    private const int MaxLength = 64;

    /// <summary>
    /// The numbers that the vendor's page on <c>SO-TimeZone</c> shows. They are keys of a table in its database; the others are not
    /// published.
    /// </summary>
    private static readonly Dictionary<int, string> CodeByNumber = new()
    {
        [1] = "UTC",
        [36] = "AU-ACT",
        [50] = "BD",
        [114] = "CA-QC",
        [140] = "DK",
        [156] = "FR",
        [261] = "NO",
        [425] = "US-CA",
        [433] = "US-HI",
        [460] = "US-NY",
    };

    private static readonly Dictionary<string, int> NumberByCode = CodeByNumber.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    private static readonly Dictionary<string, KnownZone> ByCode = Read();

    /// <summary>The zone of a code such as <c>NO</c> or <c>US-NY</c>, a number, or a name of the tz database or of Windows.</summary>
    /// <returns>Null when there is none, or the operating system does not have it.</returns>
    public static CallerTimeZone? Find(string name)
    {
        if (name.Length is 0 or > MaxLength)
        {
            return null;
        }

        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return Find(number);
        }

        var known = ByCode.GetValueOrDefault(name);
        return TimeZoneInfo.TryFindSystemTimeZoneById(known?.Name ?? name, out var zone)
            ? new CallerTimeZone(zone, known?.Code ?? zone.Id, NumberByCode.GetValueOrDefault(known?.Code ?? zone.Id))
            : null;
    }

    /// <summary>The zone of one of the vendor's numbers; null for one that is not published.</summary>
    public static CallerTimeZone? Find(int number) => CodeByNumber.TryGetValue(number, out var code) ? Find(code) : null;

    /// <summary>
    /// The zone that a header block names. The code takes precedence; the number is used if there is no code, because numbers depend on the
    /// installation.
    /// </summary>
    /// <param name="header">The header, unchanged; null when there is none.</param>
    /// <param name="fallback">For a header that is null or empty.</param>
    /// <returns>Null when the header names an unknown zone.</returns>
    public static CallerTimeZone? Find(SoTimeZone? header, CallerTimeZone fallback) => header switch
    {
        { SoTimeZoneLocationCode: { } text } when text.Trim() is { Length: > 0 } code => Find(code),
        { SoTimeZoneId: not 0 and var number } => Find(number),
        _ => fallback,
    };

    private static Dictionary<string, KnownZone> Read()
    {
        using var stream = typeof(TimeZones).Assembly.GetManifestResourceStream("timezones.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(' '))
            .ToDictionary(parts => parts[0], parts => new KnownZone(parts[0], parts[1]), StringComparer.OrdinalIgnoreCase);
    }

    /// <param name="Code">The vendor's code, in its capital letters.</param>
    /// <param name="Name">The name in the tz database.</param>
    private sealed record KnownZone(string Code, string Name);
}
