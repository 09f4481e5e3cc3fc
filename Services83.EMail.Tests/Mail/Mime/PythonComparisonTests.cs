using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Services83.EMail.Mail.Mime;
using Shouldly;

namespace Services83.EMail.Tests.Mail.Mime;

/// <summary>
/// Generated and broken mail, read by this reader and by Python's. Where they are meant to differ is listed here,
/// with the reasons in docs/mime-reader.md; a difference that no longer occurs fails too.
/// </summary>
public sealed class PythonComparisonTests
{
    private const int MessagesPerDefect = 150;
    private const string Anything = "*";

    private static readonly HashSet<(string Defect, string Aspect)> Explained =
    [
        ("CR only", "contents"),
        ("cut anywhere", "to"), ("cut anywhere", "contents"), ("cut anywhere", "date"), ("cut anywhere", "names"),
        ("line without colon in the header", Anything), ("space before the colon", Anything),
        ("encoded word not closed", "subject"), ("encoded word not closed", "error"),
        ("NUL in it", Anything), ("any octet changed", Anything),
        ("raw Latin-1 in the subject", "subject"),
        ("date without meaning", "date"),
    ];

    [Test]
    [CancelAfter(120_000)]
    public async Task Both_readers_see_the_same_but_for_explained_differences(CancellationToken cancellationToken)
    {
        var messages = Messages();
        var theirs = await PythonEmail.ReadAsync([.. messages.Select(m => m.Octets)], cancellationToken);
        theirs.Count.ShouldBe(messages.Count);

        var seen = new Dictionary<(string Defect, string Aspect), string>();
        for (var i = 0; i < messages.Count; i++)
        {
            foreach (var (aspect, difference) in Differences(MimeReader.Read(messages[i].Octets), theirs[i]))
            {
                seen.TryAdd((messages[i].Defect, aspect), $"message {i} ({messages[i].Defect}), {aspect}: {difference}");
            }
        }

        string.Join('\n', seen.Where(s => !Explained.Contains(s.Key) && !Explained.Contains((s.Key.Defect, Anything))).Select(s => s.Value)).ShouldBeEmpty();
        Explained.Where(e => !seen.Keys.Any(k => k == e || (k.Defect, Anything) == e)).ShouldBeEmpty("these no longer differ: take them out");
    }

    private static List<(string Defect, byte[] Octets)> Messages()
    {
        var generator = new MessageGenerator(seed: 83);
        var random = new Random(83);
        return [.. Defects.All.SelectMany(defect => Enumerable.Range(0, MessagesPerDefect)
            .Select(_ => (defect.Key, Encoding.Latin1.GetBytes(defect.Value(generator.Next(), random)))))];
    }

    private static IEnumerable<(string Aspect, string Difference)> Differences(MimeMessage ours, JsonElement theirs)
    {
        if (theirs.TryGetProperty("error", out var error))
        {
            yield return ("error", error.GetString()!);
            yield break;
        }

        var leaves = theirs.GetProperty("leaves").EnumerateArray().ToList();
        (string Aspect, string? Ours, string? Theirs)[] aspects =
        [
            ("subject", Collapsed(ours.Subject), theirs.GetProperty("subject").GetString()),
            ("to", Addresses(ours.To), Addresses(theirs.GetProperty("to"))),
            ("cc", Addresses(ours.Cc), Addresses(theirs.GetProperty("cc"))),
            ("date", ours.Date?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), theirs.GetProperty("date").ToString().NullIfEmpty()),
            ("message id", ours.MessageId, theirs.GetProperty("message_id").GetString()?.Trim('<', '>')),
            ("parts", string.Join(' ', Leaves(ours.Root).Select(l => l.ContentType.MediaType)), string.Join(' ', leaves.Select(l => l[0].GetString()))),
            ("names", string.Join('|', Leaves(ours.Root).Select(l => Collapsed(l.DeclaredName))), string.Join('|', leaves.Select(l => l[1].GetString()))),
            ("contents", string.Join('|', Leaves(ours.Root).Select(Hash)), string.Join('|', leaves.Select(l => l[2].GetString()))),
        ];
        foreach (var (aspect, mine, other) in aspects)
        {
            if (mine != other) yield return (aspect, $"ours <{mine}>, theirs <{other}>");
        }
    }

    /// <summary>Python's own helpers disagree about white space around encoded words, so runs of it are one here.</summary>
    private static string Collapsed(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<MimePart> Leaves(MimePart part) => part.Children.Count > 0 ? part.Children.SelectMany(Leaves) : [part];

    private static string? Hash(MimePart part) =>
        part.ContentType.Type == "message" ? null : Convert.ToHexStringLower(SHA256.HashData(part.Decode().Span));

    private static string Addresses(IEnumerable<MailboxAddress> list) => string.Join("; ", list.Select(a => $"{a.DisplayName} <{a.Address}>"));

    private static string Addresses(JsonElement list) => string.Join("; ", list.EnumerateArray().Select(a => $"{a[0].GetString()} <{a[1].GetString()}>"));
}

file static class StringExtensions
{
    public static string? NullIfEmpty(this string text) => text.Length == 0 ? null : text;
}
