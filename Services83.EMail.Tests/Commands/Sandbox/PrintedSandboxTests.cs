using System.Diagnostics;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Services83.EMail.Commands.Demo;
using Services83.EMail.Commands.Sandbox;
using Services83.EMail.Commands.Sandbox.Control;
using Services83.EMail.Sandbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Commands.Sandbox;

/// <summary>The examples of docs/sandbox.md run as printed; only the port is that of the test's sandbox.</summary>
[Category(Tier.Clients)]
[CancelAfter(60_000)]
public sealed partial class PrintedSandboxTests
{
    private static IEnumerable<TestCaseData> Examples => Block().Matches(File.ReadAllText(Repository.PathOf("docs/sandbox.md")))
        .Select((match, index) => new TestCaseData(match.Groups["text"].Value).SetArgDisplayNames($"{index + 1}"));

    [TestCaseSource(nameof(Examples))]
    public async Task No_request_of_it_is_refused(string text)
    {
        Requires.Curl();
        var deadline = TestContext.CurrentContext.CancellationToken;
        var clock = new SandboxClock(SandboxChoice.DefaultNow);
        await using var sandbox = await RunningSandbox.StartAsync(
            new SandboxChoice(() => DemoOwner.CreateAll(clock), SandboxCapabilities.Full, SandboxPorts.Free, FrontSettings: null), deadline);
        await using var control = await ControlServer.StartAsync(sandbox, port: 0, deadline);
        var script = text.Replace("http://127.0.0.1:8084", control.Url.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal).Replace("curl -sS", "curl -sSf", StringComparison.Ordinal);
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-ec", $"set -o pipefail\n{script}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = shell.StandardError.ReadToEndAsync(deadline);
        var output = await shell.StandardOutput.ReadToEndAsync(deadline);
        await shell.WaitForExitAsync(deadline);

        Assert.That(shell.ExitCode, Is.Zero, await errors);
        Assert.That(output, Does.Contain("sandbox.example").Or.Contain("\"hits\""));
    }

    [GeneratedRegex("^```bash\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();
}
