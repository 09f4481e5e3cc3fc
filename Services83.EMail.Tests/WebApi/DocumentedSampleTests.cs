using System.Text.Json;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.Rest;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.WebApi;

/// <summary>
/// The request that the vendor's documentation prints for each operation, byte for byte, with its user name and password. What they
/// name need not exist; then an honest error says so. None may be refused for how it is written, and what is answered is as published.
/// </summary>
[CancelAfter(120_000)]
public sealed partial class DocumentedSampleTests : RestFixture
{
    // What may be wrong with the numbers and names that a sample happens to hold.
    private static readonly string[] OtherErrors = ["NotFound", "InvalidArgument", "MailServer", "AccessDenied"];

    protected override bool SharesServer => true;

    [OneTimeSetUp]
    public async Task StartOnce()
    {
        await StartAsync();
        await Server.Get<AssociateStore>().SetPasswordAsync(SoapTestServer.Tje, "Tje0", Deadline);
    }

    [Test]
    public async Task Each_is_accepted_and_answered_as_documented()
    {
        var pages = Directory.EnumerateFiles(SharedFolder.Require("contract", "rest"), "*.md").Order(StringComparer.Ordinal).ToArray();
        var published = new PublishedDefinitions(JsonDocument.Parse(
            await File.ReadAllTextAsync(SharedFolder.Require("contract", "Swagger-v1-EMailAgent.json"), Deadline)).RootElement);
        var failures = new List<string>();
        var answered = 0;

        foreach (var page in pages)
        {
            var text = await File.ReadAllTextAsync(page, Deadline);
            var operation = Path.GetFileNameWithoutExtension(page);
            var reply = await PostAsync(Block(text, "http!"), text);
            if ((int)reply.Status < 400)
            {
                answered++;
                var expected = StatusLine().Match(Block(text, "http_")).Groups["status"].Value;
                if (reply.Status.ToString("D") != expected) failures.Add($"{operation}: {reply.Status} instead of {expected}");
                failures.AddRange(published.Check(operation, expected, reply.Body.Length == 0 ? null : reply.Json));
            }
            else if (!OtherErrors.Contains(reply.Error!.ExceptionType))
            {
                failures.Add($"{operation}: {reply}");
            }
        }

        Assert.That(pages, Has.Length.EqualTo(76));
        Assert.That(failures, Is.Empty, string.Join('\n', failures));
        Assert.That(answered, Is.GreaterThan(20));
    }

    [Test]
    public void There_is_one_for_each_operation() => Assert.That(
        Directory.EnumerateFiles(SharedFolder.Require("contract", "rest"), "*.md").Select(Path.GetFileNameWithoutExtension),
        Is.EquivalentTo(RestOperations.All.Select(operation => operation.Name)));

    /// <summary>The headers and the body as printed; the key for the query is printed in another block of the page.</summary>
    private async Task<RestTestReply> PostAsync(string request, string page)
    {
        var (head, body) = request.Split("\n\n", 2) is [var above, var below] ? (above, below) : (request, "");
        var lines = head.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var path = Key().Match(page) is { Success: true } withKey ? withKey.Groups["path"].Value : lines[0].Split(' ')[1];
        var headers = lines[1..].Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim());
        headers.Remove("Content-Type", out var type);
        return await Server.Rest().PostAsync(path, body, type, Deadline, [.. headers.Select(header => (header.Key, header.Value))]);
    }

    private static string Block(string page, string language) =>
        Blocks().Matches(page).Single(block => block.Groups["language"].Value == language).Groups["text"].Value;

    [GeneratedRegex("```(?<language>http[!_])\\r?\\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"HTTP/1\.1 (?<status>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex StatusLine();

    [GeneratedRegex(@"^POST (?<path>/api/v1/\S+\?\w+Id=\d+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Key();
}
