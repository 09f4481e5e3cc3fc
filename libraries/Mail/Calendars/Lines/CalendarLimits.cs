namespace Services83.EMail.Mail.Calendars.Lines;

/// <summary>How much of one calendar is read; the rest is left out. No invitation comes near these numbers.</summary>
public static class CalendarLimits
{
    /// <summary>Characters of the whole text.</summary>
    public const int Characters = 4 * 1024 * 1024;

    /// <summary>Lines, after long ones were put together.</summary>
    public const int Lines = 100_000;

    /// <summary>Parameters of one line.</summary>
    public const int Parameters = 50;

    /// <summary>Components within components.</summary>
    public const int Levels = 8;

    /// <summary>Values of one list: dates, attendees, the parts of a rule.</summary>
    public const int Values = 10_000;
}
