using System.Text.RegularExpressions;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Interop;

/// <summary>The programs of docs/clients.md run as printed; only the port is that of the test's server.</summary>
[Category(Tier.Clients)]
[CancelAfter(120_000)]
internal sealed partial class PrintedClientTests
{
    private const string PrintedAddress = "http://127.0.0.1:8083";

    private static readonly Dictionary<string, (string Probe, string Packages, string Run)> Languages = new()
    {
        ["bash"] = ("command -v curl", "curl", "bash program.bash"),
        ["php"] = ("php -r \"exit(class_exists('SoapClient') ? 0 : 1);\"", "php-cli php-soap php-xml", "php program.php"),
        ["python"] = ("/usr/bin/python3 -c 'import zeep'", "python3-zeep", "/usr/bin/python3 -W ignore program.python"),
        ["sh"] = ("command -v soapcpp2 g++ && test -e /usr/include/stdsoap2.h", "gsoap libgsoap-dev g++", "sh program.sh"),
        ["csharp"] = ("command -v mono mcs", "mono-mcs libmono-system-servicemodel4.0a-cil", "mcs -r:System.ServiceModel,System.Runtime.Serialization program.csharp && mono program.exe"),
    };

    private static string Page => File.ReadAllText(Repository.PathOf("docs/clients.md"));

    /// <summary>Each program of the page, by its number and language.</summary>
    private static IEnumerable<TestCaseData> Programs => Block().Matches(Page)
        .Select((match, index) => new TestCaseData(match.Groups["language"].Value, match.Groups["text"].Value).SetArgDisplayNames($"{index + 1}", match.Groups["language"].Value));

    [TestCaseSource(nameof(Programs))]
    public async Task It_logs_in_and_reads_the_accounts_that_are_due(string language, string text)
    {
        var (probe, packages, run) = Languages[language];
        var deadline = TestContext.CurrentContext.CancellationToken;
        await ClientTools.RequireAsync(probe, packages, deadline);
        var folder = Directory.CreateTempSubdirectory("services83-printed-").FullName;
        try
        {
            Assert.That(text, Does.Contain(PrintedAddress));
            await File.WriteAllTextAsync(Path.Combine(folder, $"program.{language}"), text.Replace(PrintedAddress, InteropRun.Server.Address, StringComparison.Ordinal), deadline);
            var output = await ExternalProgram.RunAsync("sh", ["-c", $"cd '{folder}' && {run}"], deadline);

            foreach (var account in Conversation.Accounts)
            {
                Assert.That(output, Does.Match($@"\b{account.AccountId}\b"), "the account is not among those that are due");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();
}
