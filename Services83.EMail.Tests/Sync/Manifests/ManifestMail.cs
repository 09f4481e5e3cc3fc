using System.Globalization;
using System.Text;

namespace Services83.EMail.Tests.Sync.Manifests;

/// <summary>
/// Makes messages with known content: the same ones for the same numbers. Written byte by byte, so that it shares no code with the tested
/// program.
/// </summary>
internal static class ManifestMail
{
    private static readonly string[] Names = ["Søren Ødegård", "Müller, Jörg", "Anna \"Bee\" Smith", "山田 太郎", "Plain Name", ""];
    private static readonly string[] Subjects = ["Re: budget", "Blåbær & søn", "Überraschung für alle, die noch mehr lesen möchten als eine Zeile", "日本語 の 件", ""];
    private static readonly string[] Files = ["report.pdf", "Blåbær årsrapport 2026.pdf", "資料.txt", "a; b=c 'd'.bin"];
    private static readonly (string Name, Encoding Encoding, string Text)[] Charsets =
    [
        ("us-ascii", Encoding.ASCII, "Hello,\nthis is plain.\n"), ("utf-8", Encoding.UTF8, "Grüße — 你好 🎉\nzweite Zeile = gut\n"),
        ("iso-8859-1", Encoding.Latin1, "Blåbær på smør\n"), ("koi8-r", Page("koi8-r"), "Здравствуйте\n"), ("windows-1252", Page("windows-1252"), "€ 100 “so”\n"),
        ("shift_jis", Page("shift_jis"), "日本語\n"),
    ];

    public static (byte[] Octets, MessageContents Contents) Make(int number)
    {
        var random = new Random(number);
        var charset = Charsets[number % Charsets.Length];
        var text = string.Concat(Enumerable.Repeat(charset.Text, 1 + random.Next(20))) + $"{number}\n";
        var subject = $"{Subjects[number % Subjects.Length]} {number}".Trim();
        var date = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000 + (number * 7919L)).ToOffset(TimeSpan.FromHours((number % 25) - 12));
        var (from, to, cc) = (Address(number), Enumerable.Range(1, number % 4).Select(i => Address(number + i)).ToArray(), number % 7 == 0 ? Address(number + 9) : default);
        var files = Enumerable.Range(0, number % 3).Select(i => (Name: Files[(number + i) % Files.Length], Octets: Octets(random))).ToArray();
        var message = new StringBuilder();
        Field(message, "From", Mailbox(from));
        Field(message, "To", string.Join(",\r\n ", to.Select(Mailbox)), to.Length > 0);
        Field(message, "Cc", Mailbox(cc), cc.Address is not null);
        Field(message, "Subject", Encoded(subject));
        Field(message, "Date", date.ToString("ddd, d MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + date.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal));
        Field(message, "Message-ID", $"<manifest-{number}@test.example>");
        Field(message, "MIME-Version", "1.0");
        Body(message, charset, text, hasHtml: number % 5 == 0, files, $"=_{number}_");
        return (Encoding.Latin1.GetBytes(message.ToString()), new MessageContents
        {
            Subject = subject,
            MessageId = $"manifest-{number}@test.example",
            Date = date.ToUnixTimeSeconds(),
            From = Shown(from),
            To = string.Join("; ", to.Select(Shown)),
            Cc = cc.Address is null ? "" : Shown(cc),
            TextHash = ManifestEntry.Hash(text),
            HasHtml = number % 5 == 0,
            Attachments = [.. files.Select(file => $"{file.Name} {file.Octets.Length} {ManifestEntry.Hash(file.Octets)}")],
        });
    }

    private static void Body(
        StringBuilder message, (string Name, Encoding Encoding, string Text) charset, string text, bool hasHtml,
        (string Name, byte[] Octets)[] files, string boundary)
    {
        if (files.Length > 0)
        {
            message.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n");
            Body(message, charset, text, hasHtml, [], boundary + "inner");
            foreach (var file in files)
            {
                message.Append(CultureInfo.InvariantCulture, $"\r\n--{boundary}\r\nContent-Type: application/octet-stream\r\n")
                    .Append(CultureInfo.InvariantCulture, $"Content-Disposition: attachment;\r\n {FileName(file.Name)}\r\n")
                    .Append(CultureInfo.InvariantCulture, $"Content-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(file.Octets, Base64FormattingOptions.InsertLineBreaks)}");
            }

            message.Append(CultureInfo.InvariantCulture, $"\r\n--{boundary}--\r\n");
        }
        else if (hasHtml)
        {
            message.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/alternative; boundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n");
            Text(message, charset, text);
            message.Append(CultureInfo.InvariantCulture, $"\r\n--{boundary}\r\nContent-Type: text/html\r\n\r\n<p>rich</p>\r\n--{boundary}--\r\n");
        }
        else
        {
            Text(message, charset, text);
        }
    }

    private static void Text(StringBuilder message, (string Name, Encoding Encoding, string Text) charset, string text)
    {
        var octets = charset.Encoding.GetBytes(text.ReplaceLineEndings("\r\n"));
        var (encoding, written) = charset.Name switch
        {
            "us-ascii" => ("7bit", Encoding.ASCII.GetString(octets)),
            "iso-8859-1" => ("8bit", Encoding.Latin1.GetString(octets)),
            "utf-8" => ("quoted-printable", QuotedPrintable(octets)),
            _ => ("base64", Convert.ToBase64String(octets, Base64FormattingOptions.InsertLineBreaks) + "\r\n"),
        };
        message.Append(CultureInfo.InvariantCulture, $"Content-Type: text/plain; charset={charset.Name}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Transfer-Encoding: {encoding}\r\n\r\n").Append(written);
    }

    private static string QuotedPrintable(byte[] octets)
    {
        var (text, column) = (new StringBuilder(), 0);
        foreach (var octet in octets)
        {
            var written = octet is (byte)'\r' or (byte)'\n' || (octet is >= (byte)' ' and <= (byte)'~' && octet != '=') ? $"{(char)octet}" : $"={octet:X2}";
            if (column + written.Length > 72 && octet is not ((byte)'\r' or (byte)'\n'))
            {
                text.Append("=\r\n");
                column = 0;
            }

            text.Append(written);
            column = octet == '\n' ? 0 : column + written.Length;
        }

        return text.ToString();
    }

    private static void Field(StringBuilder message, string name, string value, bool present = true)
    {
        if (present)
        {
            message.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }
    }

    private static (string Name, string Address) Address(int number) => (Names[number % Names.Length], $"person{number % 97}@test.example");

    private static string Shown((string Name, string Address) person) => $"{person.Name} <{person.Address}>";

    private static string Mailbox((string Name, string Address) person) => person.Name switch
    {
        null or "" => person.Address,
        var name when name.All(char.IsAscii) => $"\"{name.Replace("\"", "\\\"", StringComparison.Ordinal)}\" <{person.Address}>",
        var name => $"{Encoded(name)} <{person.Address}>",
    };

    /// <summary>One encoded word for every few characters, alternately B and Q.</summary>
    private static string Encoded(string text) => text.All(char.IsAscii)
        ? text
        : string.Join("\r\n ", text.Chunk(9).Select((piece, i) => i % 2 == 0
            ? $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(piece))}?="
            : $"=?UTF-8?q?{string.Concat(Encoding.UTF8.GetBytes(piece).Select(octet => $"={octet:X2}"))}?="));

    /// <summary>As RFC 2231 wants it, or in quotes.</summary>
    private static string FileName(string name) => name.All(char.IsAscii)
        ? $"filename=\"{name.Replace("\"", "\\\"", StringComparison.Ordinal)}\""
        : $"filename*=UTF-8''{Uri.EscapeDataString(name)}";

    private static byte[] Octets(Random random)
    {
        var octets = new byte[random.Next(1, 4000)];
        random.NextBytes(octets);
        return octets;
    }

    private static Encoding Page(string name) => CodePagesEncodingProvider.Instance.GetEncoding(name)!;
}
