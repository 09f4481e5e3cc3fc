using System.Globalization;
using System.Text;

namespace Services83.EMail.Tests.Mail.Mime;

/// <summary>Makes small messages as mail programs make them: the same ones for the same seed.</summary>
internal sealed class MessageGenerator(int seed)
{
    private static readonly string[] Words =
        ["report", "meeting", "Grüße", "naïve", "Überraschung", "façade", "你好", "здравствуйте", "=", "a=b", "--", "-- ", "日本語", "€100", "end.", "From"];

    private static readonly (string Name, Encoding Encoding)[] Charsets =
    [
        ("utf-8", new UTF8Encoding(false)), ("UTF-8", new UTF8Encoding(false)), ("iso-8859-1", Encoding.Latin1), ("us-ascii", Encoding.ASCII),
        ("koi8-r", Page("koi8-r")), ("windows-1251", Page("windows-1251")), ("gb2312", Page("gb2312")), ("big5", Page("big5")),
        ("shift_jis", Page("shift_jis")), ("euc-kr", Page("euc-kr")), ("iso-8859-2", Page("iso-8859-2")),
    ];

    private readonly Random _random = new(seed);
    private int _boundaries;

    public string Next()
    {
        var text = new StringBuilder();
        Field(text, "From", Mailbox());
        Field(text, "To", string.Join(",\r\n ", Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Mailbox())));
        if (Chance(4))
        {
            Field(text, "Cc", $"\"Team, {_random.Next(9)}\": {Mailbox()}, {Mailbox()};");
        }

        Field(text, "Subject", Chance(2) ? Phrase(Encoded) : "Re: " + Phrase(w => w.Where(char.IsAscii).Aggregate("x", (s, c) => s + c)));
        Field(text, "Date", Date());
        Field(text, "Message-ID", $"<{_random.Next()}@example.com>");
        if (Chance(3))
        {
            Field(text, "References", $"<{_random.Next()}@example.com>\r\n <{_random.Next()}@example.org>");
        }

        Field(text, "MIME-Version", "1.0");
        Part(text, depth: 0);
        return text.ToString();
    }

    private void Part(StringBuilder text, int depth)
    {
        if (depth < 3 && Chance(depth + 2))
        {
            Multipart(text, depth);
        }
        else if (depth > 0 && Chance(3))
        {
            Attachment(text);
        }
        else if (depth > 0 && Chance(8))
        {
            text.Append("Content-Type: message/rfc822\r\n\r\nSubject: inner\r\nFrom: a@example.com\r\n\r\ninner text\r\n");
        }
        else
        {
            Text(text);
        }
    }

    private void Multipart(StringBuilder text, int depth)
    {
        var boundary = $"=_{_boundaries++}_{_random.Next()}";
        Field(text, "Content-Type", $"multipart/{Pick("mixed", "alternative", "related")}; boundary=\"{boundary}\"");
        text.Append("\r\nThis is a multi-part message in MIME format.\r\n");
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            text.Append(CultureInfo.InvariantCulture, $"--{boundary}\r\n");
            Part(text, depth + 1);
            text.Append("\r\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"--{boundary}--\r\n");
    }

    private void Text(StringBuilder text)
    {
        var (name, encoding) = Charsets[_random.Next(Charsets.Length)];
        var octets = encoding.GetBytes(string.Concat(Enumerable.Range(0, _random.Next(1, 6)).Select(_ => Phrase(w => w) + "\r\n")));
        Field(text, "Content-Type", $"text/{Pick("plain", "plain", "html")}; charset={name}");
        var transfer = Pick("8bit", "base64", "quoted-printable");
        Field(text, "Content-Transfer-Encoding", transfer);
        text.Append("\r\n").Append(transfer switch
        {
            "base64" => Convert.ToBase64String(octets, Base64FormattingOptions.InsertLineBreaks) + "\r\n",
            "quoted-printable" => QuotedPrintable(octets),
            _ => Encoding.Latin1.GetString(octets),
        });
    }

    private void Attachment(StringBuilder text)
    {
        var octets = new byte[_random.Next(300)];
        _random.NextBytes(octets);
        var name = Pick("report.pdf", "Überweisung 1.pdf", "請求書.pdf", "a \"quoted\" name.txt");
        var percent = Uri.EscapeDataString(name);
        var parameter = !name.All(char.IsAscii) || Chance(3)
            ? Pick($"filename*=utf-8''{percent}", $"filename*0*=utf-8''{percent[..3]};\r\n filename*1*={percent[3..]}", $"filename=\"{Encoded(name)}\"")
            : $"filename=\"{name.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        Field(text, "Content-Type", Pick("application/pdf", "application/octet-stream", "image/png"));
        Field(text, "Content-Disposition", $"{Pick("attachment", "inline")}; {parameter}");
        Field(text, "Content-Transfer-Encoding", "base64");
        text.Append("\r\n").Append(Convert.ToBase64String(octets, Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");
    }

    private string Mailbox()
    {
        var address = $"user{_random.Next(99)}@example.com";
        return Pick(address, $"<{address}>", $"Anna Smith <{address}>", $"\"Smith, Anna\" <{address}>", $"{Encoded("Jörg " + Words[2])} <{address}>");
    }

    private string Date()
    {
        var date = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddSeconds(_random.Next(800_000_000));
        var culture = CultureInfo.InvariantCulture;
        return Pick(
            date.ToString("ddd, d MMM yyyy HH:mm:ss ", culture) + Pick("+0200", "-0530", "GMT", "EST", "+0000 (UTC)", "-0000"),
            date.ToString("dd MMM yy HH:mm", culture) + " +0100",
            date.ToString("ddd MMM d HH:mm:ss yyyy", culture),
            date.ToString("dddd, dd-MMM-yy HH:mm:ss", culture) + " PDT");
    }

    private string Encoded(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        return Chance(2)
            ? $"=?utf-8?B?{Convert.ToBase64String(octets)}?="
            : $"=?UTF-8?q?{string.Concat(octets.Select(o => char.IsAsciiLetterOrDigit((char)o) ? $"{(char)o}" : o == ' ' ? "_" : $"={o:X2}"))}?=";
    }

    private string Phrase(Func<string, string> word) =>
        string.Join(' ', Enumerable.Range(0, _random.Next(1, 7)).Select(_ => word(Words[_random.Next(Words.Length)])));

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    private static void Field(StringBuilder text, string name, string value) => text.Append(name).Append(": ").Append(value).Append("\r\n");

    private static string QuotedPrintable(byte[] octets)
    {
        var text = new StringBuilder();
        var column = 0;
        foreach (var octet in octets)
        {
            var isPlain = octet is >= 33 and < 127 and not (byte)'=' or (byte)'\r' or (byte)'\n';
            var token = isPlain ? $"{(char)octet}" : $"={octet:X2}";
            column = octet == '\n' ? 0 : column + token.Length;
            text.Append(token);
            if (column <= 70 || octet == '\r')
            {
                continue;
            }

            text.Append("=\r\n");
            column = 0;
        }

        return text.ToString();
    }

    private static Encoding Page(string name) => CodePagesEncodingProvider.Instance.GetEncoding(name)!;
}
