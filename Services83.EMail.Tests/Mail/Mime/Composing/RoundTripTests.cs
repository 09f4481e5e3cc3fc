using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Composing;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Mail.Mime.Composing;

/// <summary>What is composed is read back the same, by this project's reader and by Python's, and keeps to the rules of the wire.</summary>
[Category(Tier.Servers)]
public sealed class RoundTripTests
{
    private const int Messages = 1500;

    [Test]
    public void Composed_messages_are_read_back_as_they_were_written()
    {
        foreach (var (message, octets) in Composed(seed: 1))
        {
            var read = MimeReader.Read(octets);

            Assert.Multiple(() =>
            {
                Assert.That(read.Subject, Is.EqualTo(OutgoingGenerator.Clean(message.Subject)));
                Assert.That(read.FromAll.Select(Shown), Is.EqualTo([Expected(message.From)]));
                Assert.That(read.To.Select(Shown), Is.EqualTo(message.To.Select(Expected)));
                Assert.That(read.Cc.Select(Shown), Is.EqualTo(message.Cc.Select(Expected)));
                Assert.That(read.Date, Is.EqualTo(message.Date));
                Assert.That(read.MessageId, Is.EqualTo(message.MessageId));
                Assert.That(read.References, Is.EqualTo(message.References));
                Assert.That(read.Priority, Is.EqualTo(message.Priority));
                Assert.That(Lines(read.TextBody), Is.EqualTo(Lines(message.Text ?? (message.Html is null ? "" : null))));
                Assert.That(Lines(read.HtmlBody), Is.EqualTo(Lines(message.Html)));
                Assert.That(read.Attachments.Select(Shown), Is.EqualTo(message.Attachments.Select(Expected)));
                Assert.That(read.Headers.Where(h => h.Name.StartsWith("X-Field", StringComparison.Ordinal)).Select(h => h.Name + h.Value),
                    Is.EqualTo(message.Fields.Select(f => f.Name + OutgoingGenerator.Clean(f.Value))));
            });
        }
    }

    [Test]
    public void Composed_messages_keep_to_the_rules_of_SMTP()
    {
        foreach (var (message, octets) in Composed(seed: 2))
        {
            var text = Encoding.Latin1.GetString(octets);
            var header = text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)];

            Assert.Multiple(() =>
            {
                Assert.That(text.Replace("\r\n", "", StringComparison.Ordinal), Does.Not.Contain('\r').And.Not.Contain('\n').And.Not.Contain('\0'));
                Assert.That(text, Does.EndWith("\r\n"));
                Assert.That(text.Split("\r\n").Max(line => line.Length), Is.LessThanOrEqualTo(998));
                Assert.That(header.All(char.IsAscii), Is.True);
                Assert.That(header, Does.Not.Contain("hidden").And.Not.Contain("\r\nBcc"));
                Assert.That(header.Split("\r\n"), Has.None.Matches("^[ \t]*$"));
                Assert.That(text.All(char.IsAscii), Is.EqualTo(!MimeComposer.Compose(message).RequiresEightBit));
            });
        }
    }

    [Test]
    public void The_length_is_known_before_writing()
    {
        foreach (var (message, _) in Composed(seed: 3).Take(300))
        {
            var composed = MimeComposer.Compose(message);

            Assert.That(composed.Chunks().Sum(chunk => (long)chunk.Length), Is.EqualTo(composed.Length));
        }
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Python_reads_the_same(CancellationToken cancellationToken)
    {
        var messages = Composed(seed: 4).ToList();
        var theirs = await PythonEmail.ReadAsync([.. messages.Select(m => m.Octets)], cancellationToken);

        for (var i = 0; i < messages.Count; i++)
        {
            var (message, read) = (messages[i].Message, theirs[i]);
            Assert.That(read.TryGetProperty("error", out var error), Is.False, () => error.ToString());
            Assert.Multiple(() =>
            {
                Assert.That(Collapsed(read.GetProperty("subject").GetString()), Is.EqualTo(Collapsed(message.Subject)));
                Assert.That(Pairs(read, "to"), Is.EqualTo(message.To.Select(m => $"{Collapsed(m.DisplayName)} <{Normalized(m.Address)}>")));
                Assert.That(Pairs(read, "cc"), Is.EqualTo(message.Cc.Select(m => $"{Collapsed(m.DisplayName)} <{Normalized(m.Address)}>")));
                Assert.That(read.GetProperty("date").GetInt64(), Is.EqualTo(message.Date.ToUnixTimeSeconds()));
                Assert.That(read.GetProperty("message_id").GetString(), Is.EqualTo($"<{message.MessageId}>"));
                Assert.That(Files(read), Is.EqualTo(message.Attachments.Where(a => a.ContentType != "message/rfc822").Select(Hash)));
            });
        }
    }

    private static IEnumerable<(OutgoingMessage Message, byte[] Octets)> Composed(int seed)
    {
        var generator = new OutgoingGenerator(seed);
        for (var i = 0; i < Messages; i++)
        {
            var message = generator.Next();
            yield return (message, MimeComposer.Compose(message).ToArray());
        }
    }

    /// <summary>Texts have CRLF on the wire; a text at the very end gets a line end.</summary>
    private static string? Lines(string? text) => text is null
        ? null
        : OutgoingGenerator.WellFormed(text).Replace("\0", "\uFFFD", StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal)
            .Replace('\r', '\n').TrimEnd('\n');

    private static string Shown(MailboxAddress address) => $"{address.DisplayName} <{address.Address}>";

    private static string Expected(MailboxAddress address) =>
        $"{string.Join(' ', OutgoingGenerator.Clean(address.DisplayName).Split(' ', StringSplitOptions.RemoveEmptyEntries))} <{Normalized(address.Address)}>";

    private static string Normalized(string address) => AddressSyntax.TryNormalize(address, out var normalized) ? normalized : throw new FormatException(address);

    private static string Shown(MimePart part) =>
        $"{Name(part.DeclaredName)} {part.Description} {part.IsInline} {Convert.ToHexStringLower(SHA256.HashData(part.Decode().Span))}";

    private static string Expected(OutgoingPart part) =>
        $"{Name(part.FileName)} {(string.IsNullOrEmpty(part.Description) ? "" : OutgoingGenerator.Clean(part.Description))} {part.IsInline} {Hash(part)}";

    private static string Name(string? name) =>
        name is null ? "" : OutgoingGenerator.Clean(name[(name.LastIndexOfAny(['/', '\\']) + 1)..]).Trim();

    private static string Hash(OutgoingPart part) => Convert.ToHexStringLower(SHA256.HashData(part.Content.Span));

    /// <summary>Python's helpers lose a space where a line was folded behind an encoded word.</summary>
    private static string Collapsed(string? text) =>
        string.Concat(OutgoingGenerator.Clean(text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Pairs(JsonElement read, string field) => read.GetProperty(field).EnumerateArray()
        .Where(pair => pair[1].GetString()!.Length > 0)
        .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{Collapsed(pair[0].GetString())} <{pair[1].GetString()}>"));

    /// <summary>All parts with content but the texts and nested messages.</summary>
    private static IEnumerable<string?> Files(JsonElement read) => read.GetProperty("leaves").EnumerateArray()
        .Where(leaf => leaf[0].GetString() is not ("text/plain" or "text/html" or "message/rfc822")).Select(leaf => leaf[2].GetString());
}
