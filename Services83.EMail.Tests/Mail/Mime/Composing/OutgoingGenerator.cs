using System.Text;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Composing;

namespace Services83.EMail.Tests.Mail.Mime.Composing;

/// <summary>Makes messages to compose, with everything in them that people and attackers put into fields. The same ones for the same seed.</summary>
internal sealed class OutgoingGenerator(int seed)
{
    private static readonly string[] Pieces =
    [
        "meeting", "report", "Blåbær", "Søndag", "日本語の件名", "Здравствуйте", "👩‍👩‍👧", "e\u0301", "=?utf-8?Q?x?=", "=?", "?=", "\"quoted\"", "a\\b", "(comment)", "<x@y>",
        "a,b", ";", ":", ".", "..", "From ", "--", "=3D", "%41", "\r\nBcc: evil@example.com", "\n", "\r", "\0", "\t", " ", "  ", "\u2028", "\u0085", "\ud800",
        new('x', 80), new('ø', 300), new('y', 1200), "", "'", "@", "!", "_", "?", "=",
    ];

    private static readonly string[] Addresses =
    [
        "ann@example.com", "a.b+c@example.co.uk", "\"odd local\"@example.com", "x@blåbærsyltetøy.no", "y@例え.テスト", "user@[192.0.2.1]", "user@[IPv6:2001:db8::1]",
        "o'brien@example.com", "a..b@example.jp", "under_score@mail_host.example.com", "root@localhost",
    ];

    private readonly Random _random = new(seed);

    public OutgoingMessage Next() => new()
    {
        From = Mailbox(),
        To = List(Mailbox, 4),
        Cc = List(Mailbox, 3),
        Bcc = List(() => new MailboxAddress("hidden", $"hidden{_random.Next()}@example.com"), 2),
        Subject = Text(6),
        Date = new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.FromMinutes(_random.Next(-12, 13) * 30)).AddSeconds(_random.Next(-900_000_000, 900_000_000)),
        MessageId = MimeComposer.NewMessageId("ann@example.com"),
        InReplyTo = List(() => $"{_random.Next()}@example.com", 2),
        References = List(() => $"{_random.Next()}.{new string('r', _random.Next(100))}@example.com", 30),
        Priority = (MimePriority)_random.Next(6),
        Text = Chance(4) ? null : Body(),
        Html = Chance(3) ? $"<p>{Body()}</p>" : null,
        Inline = [],
        Attachments = List(Attachment, 3),
        Fields = List(() => new OutgoingField($"X-Field-{_random.Next(9)}", Text(8)), 3),
    };

    public static string Clean(string text) =>
        string.Concat(WellFormed(text).Select(c => c < ' ' || c == '\u007f' ? ' ' : c)).Trim(' ');

    /// <summary>Characters cut in two become U+FFFD, as everywhere in .NET.</summary>
    public static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private MailboxAddress Mailbox() => new(Chance(3) ? "" : Text(4), Pick(Addresses));

    private OutgoingPart Attachment()
    {
        var octets = new byte[_random.Next(2000)];
        _random.NextBytes(octets);
        if (Chance(5))
        {
            return new OutgoingPart(Nested(), "message/rfc822") { FileName = "nested.eml" };
        }

        return new OutgoingPart(octets, Pick("application/pdf", "image/png", "text/calendar; method=REQUEST; charset=UTF-8", "nonsense", "", "multipart/mixed"))
        {
            // The reader takes encoded words in names for what their senders meant.
            FileName = Chance(6) ? null : Text(4).Replace("=?", "", StringComparison.Ordinal),
            Description = Chance(3) ? Text(3) : null,
            IsInline = Chance(3),
        };
    }

    private byte[] Nested() => Encoding.UTF8.GetBytes($"Subject: inner{_random.Next()}\r\nFrom: x@example.com\r\n\r\ninner {(Chance(2) ? "ø" : "o")}\r\n.\r\n--\r\n");

    private string Body() => string.Join(Pick(" ", "\n", "\r\n", "\r", "\n\n"), Enumerable.Range(0, _random.Next(40)).Select(_ => Pick(Pieces)));

    private string Text(int most) => string.Join(Pick(" ", " ", ""), Enumerable.Range(0, _random.Next(1, most)).Select(_ => Pick(Pieces)));

    private List<T> List<T>(Func<T> make, int below) => [.. Enumerable.Range(0, _random.Next(below)).Select(_ => make())];

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}
