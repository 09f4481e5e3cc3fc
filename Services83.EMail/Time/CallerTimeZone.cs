namespace Services83.EMail.Time;

/// <summary>
/// The time zone of a caller's dates. Inside the program all dates are UTC; the doors convert them in both directions with this class.
/// </summary>
/// <param name="Zone">The rules of the zone.</param>
/// <param name="Code">The vendor's code; the system's name for a zone that the vendor has no code for.</param>
/// <param name="Number">The vendor's number; 0 for one that is not published.</param>
public sealed record CallerTimeZone(TimeZoneInfo Zone, string Code, int Number)
{
    /// <summary>Universal time.</summary>
    public static CallerTimeZone Utc { get; } = new(TimeZoneInfo.Utc, "UTC", 1);

    /// <summary>Whether its local time is UTC, whatever its name.</summary>
    public bool IsUtc { get; } = Zone.HasSameRules(TimeZoneInfo.Utc);

    /// <summary>The zone in the form of SOAP.</summary>
    public SoTimeZone ToHeader() => new() { SoTimeZoneId = Number, SoTimeZoneLocationCode = Code };

    /// <summary>The offset of the zone from UTC at a time.</summary>
    /// <param name="time">In UTC.</param>
    public TimeSpan OffsetAt(DateTime time) => Zone.GetUtcOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    /// <summary>
    /// Converts a time of a result to local time of the caller. The year 1, which means no time, and times that are not UTC are unchanged.
    /// A result outside the range of dates becomes the first or the last date.
    /// </summary>
    public DateTime FromUtc(DateTime time) => time.Kind != DateTimeKind.Utc || time.Year == 1 ? time : Move(time, OffsetAt(time), default);

    /// <summary>
    /// Converts a time of a request to UTC. A time without an offset is local time of the caller. If the local time occurs twice, the
    /// second one (standard time) is used; if it does not exist, it is read as standard time too. The year 1 means no time, and so does the
    /// Unix epoch, which some clients send instead of the year 1: gSOAP cannot hold dates before it.
    /// </summary>
    public DateTime ToUtc(DateTime time)
    {
        var there = time.Kind switch
        {
            DateTimeKind.Utc => time,
            DateTimeKind.Local => time.ToUniversalTime(),
            _ when IsTime(time) => Move(time, -Zone.GetUtcOffset(time), DateTimeKind.Utc),
            _ => default,
        };
        return IsTime(there) ? there : default;
    }

    private static bool IsTime(DateTime time) => time.Year > 1 && time.Ticks != DateTime.UnixEpoch.Ticks;

    private static DateTime Move(DateTime time, TimeSpan by, DateTimeKind kind) =>
        new(Math.Clamp(time.Ticks + by.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), kind);
}
