using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Xml.Linq;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Commands;

/// <summary>The first command that a new user tries, in an empty folder.</summary>
[Category(Tier.Programs)]
[CancelAfter(120_000)]
public sealed class DemoCommandTests : ProgramFixture
{
    [Test]
    public async Task It_does_the_main_job_shows_how_to_try_it_and_leaves_nothing_behind()
    {
        var demo = await StartDemoAsync();
        var output = demo.Output;

        Assert.That(output, Does.Match(@"demo on http://127\.0\.0\.1:\d+: a demo"), "says that it is one");
        Assert.That(output.Split('\n').Where(line => line.EndsWith(": accepted ✔", StringComparison.Ordinal)), Has.Exactly(2).Items);
        Assert.That(output, Does.Match("\n  90 Lockman, Beier and Leannon.*%").And.Match("\n  91 Blåbær & Søn <ø>.*%").And.Match("\n  92 SAL0.*%"), "progress");
        Assert.That(output, Does.Match(@" 90 .*: Ok, \d{3} messages").And.Match(@" 91 .*: Ok, \d{3} messages").And.Match(@" 92 .*: Ok, 19 messages"), "result");
        Assert.That(output.Split('\n'), Has.Length.LessThan(32), "it fits on one screen");
        AssertOnLoopbackOnly(output);
        await AssertPrintedCommandsWorkAsync(output);
        await AssertDocumentedRequestIsAcceptedAsync(output);

        demo.Terminate();
        var ended = await demo.WaitForExitAsync(Deadline);
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
        Assert.That(Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories), Is.EquivalentTo([Temporary, ReplyFile]));
    }

    [Test]
    public async Task Ctrl_C_also_takes_its_data_away()
    {
        var demo = await StartDemoAsync();
        Assert.That(Directory.EnumerateDirectories(Temporary, "services83-demo-*"), Has.Exactly(1).Items);
        demo.Interrupt();
        var ended = await demo.WaitForExitAsync(Deadline);

        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        Assert.That(Directory.EnumerateDirectories(Temporary, "services83-demo-*"), Is.Empty);
    }

    [Test]
    public async Task It_never_puts_its_users_into_another_data_folder()
    {
        var result = await RunProcessAsync("demo", "--Storage:DataFolder=./data", "--urls", "http://127.0.0.1:0");

        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        Assert.That(result.Error, Does.Contain("--Storage:DataFolder=./data").And.Not.Contain("\n"));
        Assert.That(Directory.Exists(DataFolder), Is.False);
    }

    private string Temporary => Path.Combine(Folder, "tmp");

    private string ReplyFile => Path.Combine(Folder, "reply.xml");

    private async Task<ProgramProcess> StartDemoAsync()
    {
        Directory.CreateDirectory(Temporary);
        var demo = await StartAsync(["demo", "--urls", "http://127.0.0.1:0"], environment: new Dictionary<string, string>
        {
            ["TMPDIR"] = Temporary,
            // Those of a real installation on the same machine: its database and its keys stay as they are.
            ["Storage__KeyFolder"] = Path.Combine(Folder, "keys"),
            ["Storage__DataFolder"] = DataFolder,
        });
        await demo.WaitForLineAsync("Stop it with Ctrl+C.", Deadline);
        return demo;
    }

    private static void AssertOnLoopbackOnly(string output)
    {
        var port = new Uri(output.Split(" demo on ")[1].Split(": a demo")[0]).Port;
        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(end => end.Port == port);
        Assert.That(listeners.Select(end => end.Address), Is.EqualTo([IPAddress.Loopback]));
    }

    /// <summary>The printed command, run in another folder than the one where it was printed.</summary>
    private async Task AssertPrintedCommandsWorkAsync(string output)
    {
        Requires.Curl();
        var lines = output.Split('\n').Where(line => line.TrimStart().StartsWith("curl ", StringComparison.Ordinal)).ToArray();

        Assert.That(lines, Has.Length.EqualTo(3));
        Assert.That(await RunInShellAsync(lines[0]), Is.EqualTo("200"), lines[0]);
        RunningServer.AssertSynced(XDocument.Parse(await File.ReadAllTextAsync(ReplyFile, Deadline)));
        Assert.That(await RunInShellAsync(lines[1]), Is.EqualTo("200"), lines[1]);
        Assert.That(await File.ReadAllTextAsync(ReplyFile, Deadline), Does.StartWith("[{\"AccountId\":90,").And.Contain("Blåbær"));
        Assert.That(await RunInShellAsync(lines[2]), Is.EqualTo("200"), lines[2]);
        Assert.That(await File.ReadAllTextAsync(ReplyFile, Deadline), Does.Contain("\"EmailItemId\":346,").And.Contain("Tilbud – høst.pdf"));
    }

    /// <summary>The vendor's documented request of the web API, header for header.</summary>
    private static async Task AssertDocumentedRequestIsAcceptedAsync(string output)
    {
        using var http = new HttpClient { BaseAddress = new Uri(output.Split(" demo on ")[1].Split(": a demo")[0]) };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/Agents/EMail/SyncEmailAccounts", UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Authorization", "Basic dGplMDpUamUw");
        request.Headers.TryAddWithoutValidation("Accept", "application/json; charset=utf-8");
        request.Headers.TryAddWithoutValidation("Accept-Language", "en");
        const string Account = """{ "AccountId": 90, "AssociateName": "Lockman, Beier and Leannon", "AssociateId": 162 }""";
        request.Content = new StringContent($$"""{ "SyncUserAccounts": [ {{Account}}, {{Account}} ] }""", System.Text.Encoding.UTF8, "application/json");

        using var reply = await http.SendAsync(request, Deadline);

        Assert.That((reply.StatusCode, await reply.Content.ReadAsStringAsync(Deadline)), Is.EqualTo((HttpStatusCode.NoContent, "")));
    }

    private async Task<string> RunInShellAsync(string line)
    {
        var shell = new ProcessStartInfo("sh", ["-c", $"{line} --silent --show-error --output '{ReplyFile}' --write-out '%{{http_code}}'"])
        {
            WorkingDirectory = Temporary,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var curl = Process.Start(shell)!;
        var status = await curl.StandardOutput.ReadToEndAsync(Deadline);
        await curl.WaitForExitAsync(Deadline);
        return status;
    }
}
