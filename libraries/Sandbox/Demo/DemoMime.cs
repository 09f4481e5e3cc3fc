using System.Text;

namespace Services83.EMail.Sandbox.Demo;

/// <summary>A body part with its header lines.</summary>
internal sealed record DemoPart(string[] Headers, byte[] Body)
{
    public byte[] ToBytes() => DemoMime.Join([.. Headers.Select(header => DemoMime.Ascii(header + "\r\n")), DemoMime.Ascii("\r\n"), Body]);
}

/// <summary>Writes MIME without a library, so that the demo's mail does not depend on the reader that reads it.</summary>
internal static class DemoMime
{
    public static DemoPart Text(string text, string charset = "utf-8", string subtype = "plain")
    {
        var body = DemoCharsets.Get(charset).GetBytes(text.ReplaceLineEndings("\r\n"));
        return charset == "iso-2022-jp"
            ? new DemoPart([$"Content-Type: text/{subtype}; charset={charset}", "Content-Transfer-Encoding: 7bit"], body)
            : new DemoPart([$"Content-Type: text/{subtype}; charset={charset}", "Content-Transfer-Encoding: quoted-printable"], QuotedPrintable(body));
    }

    public static DemoPart Html(string html) => Text(html, "utf-8", "html");

    /// <summary>Unencoded text, with bytes above 127 on the wire.</summary>
    public static DemoPart EightBit(string text, string charset) => new(
        [$"Content-Type: text/plain; charset={charset}", "Content-Transfer-Encoding: 8bit"],
        DemoCharsets.Get(charset).GetBytes(text.ReplaceLineEndings("\r\n")));

    public static DemoPart Attachment(string name, string type, byte[] content) => new(
        [
            $"Content-Type: {type}; name=\"{EncodeWord(name)}\"", "Content-Transfer-Encoding: base64",
            $"Content-Disposition: attachment; {FileName(name)}; size={content.Length}",
        ],
        Base64(content));

    public static DemoPart Inline(string contentId, string name, string type, byte[] content) => new(
        [
            $"Content-Type: {type}; name=\"{name}\"", "Content-Transfer-Encoding: base64", $"Content-ID: <{contentId}>",
            $"Content-Disposition: inline; filename=\"{name}\"",
        ],
        Base64(content));

    public static DemoPart Forwarded(byte[] message) => new(["Content-Type: message/rfc822", "Content-Disposition: attachment"], message);

    public static DemoPart Multipart(string subtype, string boundary, params DemoPart[] parts)
    {
        var body = new List<byte[]>();
        foreach (var part in parts)
        {
            body.AddRange([Ascii($"--{boundary}\r\n"), part.ToBytes(), Ascii("\r\n")]);
        }

        body.Add(Ascii($"--{boundary}--\r\n"));
        return new DemoPart([$"Content-Type: multipart/{subtype}; boundary=\"{boundary}\""], Join(body));
    }

    /// <summary>An unstructured header value; encoded words (RFC 2047) where it is not ASCII.</summary>
    public static string EncodeWord(string text, string charset = "utf-8")
    {
        if (text.All(char.IsAscii))
        {
            return text;
        }

        var encoding = DemoCharsets.Get(charset);
        var words = new List<string>();
        // At most 75 characters per word, and no character split between two words.
        foreach (var run in text.EnumerateRunes().Chunk(12))
        {
            words.Add($"=?{charset}?B?{Convert.ToBase64String(encoding.GetBytes(string.Concat(run)))}?=");
        }

        return string.Join("\r\n ", words);
    }

    public static byte[] Ascii(string text) => Encoding.Latin1.GetBytes(text);

    public static byte[] Join(IEnumerable<byte[]> pieces) => [.. pieces.SelectMany(piece => piece)];

    public static byte[] Base64(byte[] content) =>
        Ascii(Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\r\n") + "\r\n");

    private static string FileName(string name) => name.All(char.IsAscii)
        ? $"filename=\"{name}\""
        : $"filename*=utf-8''{Uri.EscapeDataString(name)}"; // RFC 2231

    private static byte[] QuotedPrintable(byte[] body)
    {
        var result = new StringBuilder();
        var column = 0;
        for (var at = 0; at < body.Length; at++)
        {
            if (body[at] == '\r' && at + 1 < body.Length && body[at + 1] == '\n')
            {
                result.Append("\r\n");
                column = 0;
                at++;
                continue;
            }
            var atLineEnd = at + 1 == body.Length || body[at + 1] == '\r';
            var plain = body[at] is (> 32 and < 127 and not (byte)'=') || (body[at] is 32 or 9 && !atLineEnd);
            if (column > 72)
            {
                result.Append("=\r\n");
                column = 0;
            }
            var piece = plain ? ((char)body[at]).ToString() : $"={body[at]:X2}";
            result.Append(piece);
            column += piece.Length;
        }
        return Ascii(result.ToString());
    }
}

/// <summary>Encodings that were common in mail of the last decades.</summary>
internal static class DemoCharsets
{
    public static Encoding Get(string name) => name == "utf-8"
        ? new UTF8Encoding(false)
        : CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
}
