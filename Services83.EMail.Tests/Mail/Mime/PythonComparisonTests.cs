using System.Text;
using NUnit.Framework;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Mail.Mime;

/// <summary>
/// Generated and damaged mail, read by this reader and by Python's. The intended differences are listed here, with the reasons in
/// docs/mime-reader.md; a difference that no longer occurs fails too.
/// </summary>
[Category(Tier.Servers)]
public sealed class PythonComparisonTests
{
    private const int MessagesPerDefect = 150;
    private const string Anything = "*";

    private static readonly HashSet<(string Defect, string Aspect)> Explained =
    [
        ("CR only", "contents"), ("CR only", "text"), ("CR only", "html"), ("CR only", "attachments"),
        ("cut anywhere", "from"), ("cut anywhere", "to"), ("cut anywhere", "date"), ("cut anywhere", "names"),
        ("cut anywhere", "contents"), ("cut anywhere", "text"), ("cut anywhere", "attachments"),
        ("line without colon in the header", Anything), ("space before the colon", Anything),
        ("encoded word not closed", "subject"), ("encoded word not closed", "error"),
        ("NUL in it", Anything), ("any octet changed", Anything),
        ("date without meaning", "date"),
    ];

    [Test]
    [CancelAfter(120_000)]
    public async Task Both_readers_see_the_same_but_for_explained_differences(CancellationToken cancellationToken)
    {
        var messages = Messages();
        var theirs = await PythonEmail.ReadAsync([.. messages.Select(m => m.Octets)], cancellationToken);
        Assert.That(theirs.Count, Is.EqualTo(messages.Count));

        var seen = new Dictionary<(string Defect, string Aspect), string>();
        for (var i = 0; i < messages.Count; i++)
        {
            foreach (var (aspect, difference) in ReaderComparison.Differences(MimeReader.Read(messages[i].Octets), theirs[i]))
            {
                seen.TryAdd((messages[i].Defect, aspect), $"message {i} ({messages[i].Defect}), {aspect}: {difference}");
            }
        }

        Assert.That(string.Join('\n', seen.Where(s => !Explained.Contains(s.Key) && !Explained.Contains((s.Key.Defect, Anything))).Select(s => s.Value)), Is.Empty);
        Assert.That(Explained.Where(e => !seen.Keys.Any(k => k == e || (k.Defect, Anything) == e)), Is.Empty, "these no longer differ: take them out");
    }

    private static IEnumerable<string> GivenFolders() =>
        Environment.GetEnvironmentVariable("MIME_COMPARE_FOLDER") is { Length: > 0 } folder ? [folder] : [];

    /// <summary>
    /// Lists all differences over a folder of real messages, one in each file: a person judges each of them. With
    /// <c>MIME_COMPARE_FOLDER</c> set to the folder; docs/mime-reader.md says how differences were judged.
    /// </summary>
    [CancelAfter(600_000)]
    [TestCaseSource(nameof(GivenFolders))]
    public async Task Differences_over_a_folder_of_messages_are_listed(string folder, CancellationToken cancellationToken)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var messages = files.ConvertAll(File.ReadAllBytes);
        var theirs = await PythonEmail.ReadAsync(messages, cancellationToken);
        Assert.That(theirs.Count, Is.EqualTo(messages.Count));

        var differing = 0;
        for (var i = 0; i < messages.Count; i++)
        {
            Everything.Of(messages[i]);
            var differences = ReaderComparison.Differences(MimeReader.Read(messages[i]), theirs[i]).ToList();
            differing += differences.Count > 0 ? 1 : 0;
            foreach (var (aspect, difference) in differences)
            {
                await TestContext.Out.WriteLineAsync($"{Path.GetRelativePath(folder, files[i])}, {aspect}: {difference}");
            }
        }

        await TestContext.Out.WriteLineAsync($"{differing} of {messages.Count} messages differ");
    }

    private static List<(string Defect, byte[] Octets)> Messages()
    {
        var generator = new MessageGenerator(seed: 83);
        var random = new Random(83);
        return [.. Defects.All.SelectMany(defect => Enumerable.Range(0, MessagesPerDefect)
            .Select(_ => (defect.Key, Encoding.Latin1.GetBytes(defect.Value(generator.Next(), random)))))];
    }
}
