using NUnit.Framework;
using Services83.EMail.Commands.Output;
using Spectre.Console;

namespace Services83.EMail.Tests.Commands.Output;

public sealed class ListingTests
{
    private static readonly Listing<(int Id, string? Reason, DateTimeOffset At)> Rows = new(
        new("id", "Id", row => row.Id), new("reason", "Reason", row => row.Reason), new("at", "At (UTC)", row => row.At), new("isHidden", "", _ => true));

    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 13, 0, 0, TimeSpan.FromHours(1));

    [Test]
    public void What_fits_is_a_table() =>
        Assert.That(Show(80, (7, "short", Noon)), Has.Some.Matches("^│ 7 +│ short +│ 2026-11-22 12:00:00 │$"));

    [Test]
    public void What_does_not_fit_is_a_line_for_each_value_and_empty_ones_are_left_out()
    {
        var lines = Show(40, (7, "a reason that is too long for a table of forty characters", Noon), (8, null, Noon));

        Assert.That(lines, Has.All.Length.LessThanOrEqualTo(40).And.None.Contains("│"));
        Assert.That(string.Join(' ', lines.Select(line => line.Trim())), Does.Match(
            "Id +7 Reason +a reason that is too long for a table of forty characters At \\(UTC\\) +2026-11-22 12:00:00  Id +8 At \\(UTC\\) +2026-11-22 12:00:00"));
    }

    [Test]
    public void Programs_get_every_value_with_its_type() => Assert.That(
        Rows.ToJson((7, null, Noon)).ToJsonString(), Is.EqualTo("""{"id":7,"reason":null,"at":"2026-11-22T12:00:00Z","isHidden":true}"""));

    private static string[] Show(int width, params (int, string?, DateTimeOffset)[] rows)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;
        Rows.Show(rows, console);
        return [.. text.ToString().Split('\n').Select(line => line.TrimEnd())];
    }
}
