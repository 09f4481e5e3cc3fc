using System.Globalization;
using System.Text.RegularExpressions;

namespace Services83.EMail.Mail.Imap.Protocol;

/// <summary>
/// Recognises refusals by which servers limit how much a client does. RFC 5530 has the codes LIMIT and UNAVAILABLE for this; Exchange and Gmail
/// say it in words, with BAD or with codes that mean something else.
/// </summary>
internal static partial class Throttling
{
    /// <summary>How long a server is left alone that does not say how long.</summary>
    private static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private static readonly string[] Words =
    [
        // Exchange, also for an account that has too many connections.
        "is throttled", "user is authenticated but not connected",
        // Gmail, which sends these with ALERT and OVERQUOTA.
        "too many simultaneous connections", "command or bandwidth limits",
        // Dovecot.
        "maximum number of connections",
    ];

    /// <returns>How long to wait, at most an hour; null for a refusal of another kind.</returns>
    public static TimeSpan? WaitAfter(ResponseCode? code, string text)
    {
        if (code?.Name is not ("LIMIT" or "THROTTLED") && !Array.Exists(Words, words => text.Contains(words, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var named = Suggested().Match(text) is { Success: true } match
            ? TimeSpan.FromMilliseconds(double.Parse(match.Groups["time"].ValueSpan, CultureInfo.InvariantCulture))
            : UsualWait;
        return named < LongestWait ? named : LongestWait;
    }

    [GeneratedRegex(@"Suggested Backoff Time: (?<time>\d{1,9}) milliseconds", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Suggested();
}
