using System.Globalization;
using System.Text.RegularExpressions;

namespace Services83.EMail.Commands;

/// <summary>Times that people type.</summary>
internal static partial class Moments
{
    /// <param name="text">A date or a time in UTC, or the time since then: a number and <c>m</c>, <c>h</c> or <c>d</c>.</param>
    /// <param name="now">The present.</param>
    /// <returns>Null if it is none, or before the year 1.</returns>
    public static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        if (Ago().Match(text) is { Success: true } ago)
        {
            var number = int.Parse(ago.Groups["number"].Value, CultureInfo.InvariantCulture);
            return now - ago.Groups["unit"].Value switch
            {
                "m" => TimeSpan.FromMinutes(number),
                "h" => TimeSpan.FromHours(number),
                _ => TimeSpan.FromDays(number),
            };
        }

        string[] formats = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mmZ", "yyyy-MM-ddTHH:mm:ssZ"];
        return DateTimeOffset.TryParseExact(
            text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;
    }

    // Five digits of days are 273 years.
    [GeneratedRegex("^(?<number>[0-9]{1,5})(?<unit>[mhd])$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Ago();
}
