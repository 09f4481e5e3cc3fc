using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Commands.Sandbox;

/// <summary>The command as a program of its own.</summary>
[Category(Tier.Programs)]
[CancelAfter(120_000)]
public sealed partial class SandboxCommandTests : ProgramFixture
{
    [Test]
    public async Task It_shows_where_everything_is_starts_the_server_again_at_a_reset_and_leaves_nothing_behind()
    {
        var temporary = Directory.CreateDirectory(Path.Combine(Folder, "tmp")).FullName;
        var sandbox = await StartAsync(["sandbox", "--with-server", "--free-ports"], environment: new Dictionary<string, string> { ["TMPDIR"] = temporary });
        await sandbox.WaitForLineAsync("Stop it with Ctrl+C.", Deadline);
        var output = sandbox.Output;
        using var http = new HttpClient();

        Assert.That(output, Does.Contain("sal0@sandbox.example (password sal0-demo): account 92 of SAL0 (password SAL0)"));
        Assert.That(Port().Matches(output), Has.Exactly(6).Items);
        var server = new Uri(Server().Match(output).Groups["url"].Value);
        using var reply = await http.PostAsync(
            new Uri(Control().Match(output).Groups["url"].Value + "reset"), new StringContent("{}", Encoding.UTF8, "application/json"), Deadline);
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK), await reply.Content.ReadAsStringAsync(Deadline));
        Assert.That(await http.GetStringAsync(server, Deadline), Does.Contain("EMail"), "at the same address as before");

        sandbox.Terminate();
        var ended = await sandbox.WaitForExitAsync(Deadline);
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
        Assert.That(Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories), Is.EqualTo([temporary]));
    }

    [GeneratedRegex(@"(?<port>\d{4,5}) \((STARTTLS|STLS|TLS)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Port();

    [GeneratedRegex(@"Control +(?<url>http://127\.0\.0\.1:\d+/)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Control();

    [GeneratedRegex(@"Server +(?<url>http://127\.0\.0\.1:\d+/Services83/EMail\.svc)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Server();
}
