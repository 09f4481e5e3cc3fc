using System.Text.Json;
using NUnit.Framework;
using Services83.EMail.Commands;
using Services83.EMail.RecentCalls;
using Services83.EMail.Tests.Support;
using Spectre.Console;

namespace Services83.EMail.Tests.Commands;

[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class CallsCommandTests : CommandFixture
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task The_calls_that_are_asked_for_are_listed_for_programs_too()
    {
        await StoreAsync(Call("Send", "anna", Noon.AddHours(-2), "MailServer"), Call("GetEMail", "bob", Noon, "NotFound"), Call("GetEMail", "anna", Noon));

        var all = await MustRunAsync("", "calls");
        var some = await MustRunAsync("", "calls", "--operation", "getemail", "--user", "Bob", "--errors", "--since", "2026-11-22T11:00", "--limit", "5", "--json");
        var row = JsonDocument.Parse(some.Output).RootElement.EnumerateArray().Single();

        Assert.That(all.Output.Split('\n').Select(line => line.TrimEnd()), Is.EqualTo(new[]
        {
            "2026-11-22 (UTC)",
            "12:00:00  soap  GetEMail  anna     1.5 ms",
            "12:00:00  soap  GetEMail  bob      1.5 ms",
            "          NotFound: No. (from 192.0.2.1)",
            "10:00:00  soap  Send      anna     1.5 ms",
            "          MailServer: No. (from 192.0.2.1)",
        }));
        Assert.That(row.GetRawText(), Does.Match(
            @"^\{\s*""callId"": 2,\s*""calledAt"": ""2026-11-22T12:00:00Z"",\s*""door"": ""soap"",\s*""operation"": ""GetEMail"",\s*""tenant"": null,\s*""login"": ""bob"",\s*""associateId"": 11,"
            + @"\s*""address"": ""192\.0\.2\.1"",\s*""milliseconds"": 1\.5,\s*""error"": ""NotFound"",\s*""reason"": ""No\.""\s*\}$"));
    }

    [Test]
    public async Task A_gateway_has_them_too()
    {
        Assert.That((await MustRunAsync("", "calls", "--Engine=Gateway", "--Gateway:BaseAddress=https://crm.example.com/SuperOffice")).Output, Is.EqualTo("There are no such calls."));
        Assert.That((await MustRunAsync("", "calls", "--json")).Output, Is.EqualTo("[]"));
    }

    [Test]
    public async Task Calls_that_came_too_fast_are_mentioned()
    {
        await StoreAsync(Enumerable.Repeat(Call("GetEMail", "anna", TimeProvider.System.GetUtcNow()), 1003));

        Assert.That((await MustRunAsync("", "calls", "--limit", "1")).Error, Is.EqualTo("In the last two days 3 further calls came too fast to be listed, and are only counted."));
    }

    [Test]
    public void They_fit_into_80_columns()
    {
        var call = Call("GetReadySyncEmailAccounts", "a.quite.long.login.name", Noon, "NotAuthenticated") with { Reason = string.Join(' ', Enumerable.Repeat("sentence", 20)) };
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 80;
        CallListing.Show([call, call with { Operation = "Send", LoginName = null }], console);
        var lines = text.ToString().Split('\n').Select(line => line.TrimEnd()).ToArray();

        Assert.That(lines, Has.All.Length.LessThanOrEqualTo(80));
        Assert.That(lines.Count(line => line.StartsWith("          sentence", StringComparison.Ordinal)), Is.AtLeast(2), "wrapped and indented");
        Assert.That(lines, Has.Some.Contains("  Send                       192.0.2.1"));
    }

    [TestCase("--limit", "0", "--limit must be between 1 and 20000.")]
    [TestCase("--limit", "20001", "--limit must be between 1 and 20000.")]
    [TestCase("--since", "yesterday", "--since must be a time such as 2026-11-22T15:04 (UTC), or a time ago such as 30m, 2h or 3d, not 'yesterday'.")]
    public async Task What_cannot_be_is_told(string option, string value, string error)
    {
        var result = await RunAsync("calls", option, value);

        Assert.That((result.ExitCode, result.Error), Is.EqualTo((1, $"{error} Add --help to see what is possible.")));
    }

    [TestCase("2026-11-22", "2026-11-22T00:00:00Z")]
    [TestCase("2026-11-22 09:30", "2026-11-22T09:30:00Z")]
    [TestCase("2026-11-22T09:30:15Z", "2026-11-22T09:30:15Z")]
    [TestCase("30m", "2026-11-22T11:30:00Z")]
    [TestCase("2h", "2026-11-22T10:00:00Z")]
    [TestCase("3d", "2026-11-19T12:00:00Z")]
    [TestCase("99999d", "1753-02-07T12:00:00Z")]
    [TestCase("2026-13-22", null)]
    [TestCase("100000d", null)]
    [TestCase("-1h", null)]
    [TestCase("", null)]
    public void A_time_is_read(string text, string? moment) =>
        Assert.That(Moments.Parse(text, Noon)?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(moment));

    private static RecentCall Call(string operation, string login, DateTimeOffset at, string? error = null) => new()
    {
        Kind = error is null ? CallKind.Succeeded : CallKind.Failed,
        CalledAt = at,
        Door = "soap",
        Operation = operation,
        LoginName = login,
        AssociateId = 11,
        Address = "192.0.2.1",
        Microseconds = 1500,
        Error = error,
        Reason = error is null ? null : "No.",
    };

    private async Task StoreAsync(params IEnumerable<RecentCall> calls)
    {
        // Any command migrates the database.
        await MustRunAsync("", "user", "list");
        using var database = OpenDatabase();
        using var collector = new CallCollector();
        foreach (var call in calls)
        {
            collector.Add(call);
        }

        await new RecentCallStore(database, TimeProvider.System).AddAsync(collector.Take()!, Deadline);
    }
}
