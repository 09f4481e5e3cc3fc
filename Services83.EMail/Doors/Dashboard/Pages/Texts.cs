using System.Globalization;

namespace Services83.EMail.Doors.Dashboard.Pages;

/// <summary>Numbers and times as people read them.</summary>
internal static class Texts
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB"];

    /// <summary>A size, with units of 1000.</summary>
    public static string Size(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        while (value >= 1000 && unit < Units.Length - 1)
        {
            (value, unit) = (value / 1000, unit + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(value, value < 10 && unit > 0 ? 1 : 0)} {Units[unit]}");
    }

    /// <summary>How far away a time is: <c>3 min ago</c>, <c>in 2 h</c>.</summary>
    public static string Distance(TimeSpan distance)
    {
        var text = distance.Duration() switch
        {
            { TotalSeconds: < 60 } at => $"{(int)at.TotalSeconds} s",
            { TotalMinutes: < 60 } at => $"{(int)at.TotalMinutes} min",
            { TotalHours: < 48 } at => $"{(int)at.TotalHours} h",
            var at => $"{(int)at.TotalDays} d",
        };
        return distance > TimeSpan.Zero ? $"in {text}" : $"{text} ago";
    }

    /// <summary>A number with its thousands apart.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A duration: <c>0.4 ms</c>, <c>12 ms</c>, <c>3.1 s</c>.</summary>
    /// <param name="microseconds">Its length.</param>
    public static string Duration(long microseconds) => microseconds switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1000.0:F1} ms"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1000.0:F0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1_000_000.0:F1} s"),
    };

    /// <summary>A number with its noun: <c>1 account</c>, <c>2 accounts</c>.</summary>
    public static string Count(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");
}
