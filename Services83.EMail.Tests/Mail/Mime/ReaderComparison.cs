using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Services83.EMail.Mail.Mime;

namespace Services83.EMail.Tests.Mail.Mime;

/// <summary>Compares field by field what this reader and Python's (<see cref="PythonEmail"/>) see in a message, and in the messages within it.</summary>
internal static class ReaderComparison
{
    private const int Shown = 300;

    public static IEnumerable<(string Aspect, string Difference)> Differences(MimeMessage ours, JsonElement theirs)
    {
        if (theirs.TryGetProperty("error", out var error))
        {
            return [("error", error.GetString()!)];
        }

        var leaves = Leaves(ours.Root).ToList();
        var inner = leaves.Where(leaf => leaf.ContentType.MediaType == "message/rfc822").Select(leaf => MimeReader.Read(leaf.Decode())).ToList();
        var theirInner = theirs.GetProperty("inner").EnumerateArray().ToList();
        return Aspects(ours, leaves, theirs)
            .Where(one => one.Ours != one.Theirs)
            .Select(one => (one.Aspect, $"ours <{Cut(one.Ours)}>, theirs <{Cut(one.Theirs)}>"))
            .Concat(inner.Zip(theirInner).SelectMany(pair => Differences(pair.First, pair.Second)).Select(one => ("inner " + one.Aspect, one.Difference)));
    }

    private static (string Aspect, string? Ours, string? Theirs)[] Aspects(MimeMessage ours, List<MimePart> leaves, JsonElement theirs)
    {
        var theirLeaves = theirs.GetProperty("leaves").EnumerateArray().ToList();
        return
        [
            ("subject", Collapsed(ours.Subject), theirs.GetProperty("subject").GetString()),
            ("from", Addresses(ours.FromAll), Addresses(theirs.GetProperty("from"))),
            ("to", Addresses(ours.To), Addresses(theirs.GetProperty("to"))),
            ("cc", Addresses(ours.Cc), Addresses(theirs.GetProperty("cc"))),
            ("date", ours.Date?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), theirs.GetProperty("date").ToString() is { Length: > 0 } date ? date : null),
            ("message id", ours.MessageId, theirs.GetProperty("message_id").GetString()?.Trim().Trim('<', '>')),
            ("parts", string.Join(' ', leaves.Select(l => l.ContentType.MediaType)), string.Join(' ', theirLeaves.Select(l => l[0].GetString()))),
            ("names", string.Join('|', leaves.Select(l => Collapsed(l.DeclaredName))), string.Join('|', theirLeaves.Select(l => l[1].GetString()))),
            ("contents", string.Join('|', leaves.Select(Hash)), string.Join('|', theirLeaves.Select(l => l[2].GetString()))),
            ("text", ours.TextBody, theirs.GetProperty("text").GetString()),
            ("html", ours.HtmlBody, theirs.GetProperty("html").GetString()),
            ("attachments", string.Join('|', ours.Attachments.Select(Attachment)), string.Join('|', theirs.GetProperty("attachments").EnumerateArray().Select(Attachment))),
        ];
    }

    /// <summary>Python's own helpers disagree about white space around encoded words, so runs of it are one here.</summary>
    private static string Collapsed(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string? Cut(string? text) => text is { Length: > Shown } ? $"{text[..Shown]}... ({text.Length})" : text;

    private static IEnumerable<MimePart> Leaves(MimePart part) => part.Children.Count > 0 ? part.Children.SelectMany(Leaves) : [part];

    // Python keeps a message within a message in pieces, not its bytes.
    private static string? Hash(MimePart part) =>
        part.ContentType.Type == "message" ? null : Convert.ToHexStringLower(SHA256.HashData(part.Decode().Span));

    private static string Attachment(MimePart part) =>
        $"{part.ContentType.MediaType} {Collapsed(part.DeclaredName)} {(part.ContentType.Type == "message" ? null : part.DecodedSize)} {Hash(part)}";

    private static string Attachment(JsonElement leaf) => $"{leaf[0].GetString()} {leaf[1].GetString()} {leaf[3]} {leaf[2].GetString()}";

    private static string Addresses(IEnumerable<MailboxAddress> list) => string.Join("; ", list.Select(a => $"{a.DisplayName} <{a.Address}>"));

    private static string Addresses(JsonElement list) => string.Join("; ", list.EnumerateArray().Select(a => $"{a[0].GetString()} <{a[1].GetString()}>"));
}
