namespace Services83.EMail.Time;

/// <summary>
/// The zone in which a caller writes and reads dates. Everywhere inside, dates are UTC; the doors convert them with this on their way
/// in and out.
/// </summary>
/// <param name="Zone">Its rules.</param>
/// <param name="Code">The vendor's code; the system's name for a zone that the vendor has no code for.</param>
/// <param name="Number">The vendor's number; 0 for one that is not published.</param>
public sealed record CallerTimeZone(TimeZoneInfo Zone, string Code, int Number)
{
    /// <summary>Universal time.</summary>
    public static CallerTimeZone Utc { get; } = new(TimeZoneInfo.Utc, "UTC", 1);

    /// <summary>Whether its clock shows UTC, whatever its name.</summary>
    public bool IsUtc { get; } = Zone.HasSameRules(TimeZoneInfo.Utc);

    /// <summary>How SOAP names it.</summary>
    public SoTimeZone ToHeader() => new() { SoTimeZoneId = Number, SoTimeZoneLocationCode = Code };

    /// <summary>How far the zone is from UTC at a time.</summary>
    /// <param name="time">In UTC.</param>
    public TimeSpan OffsetAt(DateTime time) => Zone.GetUtcOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    /// <summary>
    /// A time of a result by the caller's clock. The year 1, which stands for no time, and what is not in UTC stay as they are. What
    /// would be before the first or after the last date that there is, becomes that.
    /// </summary>
    public DateTime FromUtc(DateTime time) => time.Kind != DateTimeKind.Utc || time.Year == 1 ? time : Move(time, OffsetAt(time), default);

    /// <summary>
    /// A time of a request in UTC. One without an offset is by the caller's clock; an hour that the clock shows twice is the second
    /// one (standard time), and one that it skips is told by standard time too. No time is the year 1, and the Unix epoch also, for
    /// which some clients take the year 1: gSOAP cannot hold dates before it.
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
