using System.Globalization;
using System.Text.RegularExpressions;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cluster.Faults;

/// <summary>A session of a user at the mail server, from what the server itself noted.</summary>
/// <param name="User">Who had logged in.</param>
/// <param name="Start">When its first command came.</param>
/// <param name="End">When its last command came.</param>
/// <param name="Changes">When a command came that changes a mailbox.</param>
internal sealed partial record ImapRun(string User, DateTimeOffset Start, DateTimeOffset End, IReadOnlyList<DateTimeOffset> Changes)
{
    /// <summary>The sessions of a user, by their start.</summary>
    public static List<ImapRun> Of(DovecotServer server, string user) =>
    [
        .. Directory.GetFiles(server.RawLogFolder(user), "*.in").Select(file => Read(user, file)).OfType<ImapRun>().OrderBy(run => run.Start),
    ];

    /// <summary>Whether a command came after another session had begun.</summary>
    public bool Overlaps(ImapRun later) => End > later.Start;

    private static ImapRun? Read(string user, string file)
    {
        var received = Lines(file).ToList();
        var times = received.Select(line => line.Time).ToList();
        return times.Count == 0 ? null : new(
            user, times[0], times[^1], [.. received.Where(line => Change.IsMatch(line.Text)).Select(line => line.Time)]);
    }

    private static IEnumerable<(DateTimeOffset Time, string Text)> Lines(string file)
    {
        foreach (var line in File.ReadLines(file))
        {
            if (Stamped.Match(line) is { Success: true } match)
            {
                var seconds = decimal.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
                yield return (DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)), match.Groups[2].Value);
            }
        }
    }

    [GeneratedRegex(@"^(\d+\.\d+) (.*)$")]
    private static partial Regex Stamped { get; }

    [GeneratedRegex(@"^\S+ (UID )?(STORE|MOVE|COPY|APPEND|EXPUNGE|CREATE|DELETE|RENAME|SUBSCRIBE|UNSUBSCRIBE)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Change { get; }
}
