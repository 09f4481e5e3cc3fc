using System.Text.RegularExpressions;

namespace Services83.EMail.Tests.Mail.Mime;

/// <summary>Kinds of damage to mail. Each takes and returns a message in which one character is one byte.</summary>
internal static class Defects
{
    public static readonly IReadOnlyDictionary<string, Func<string, Random, string>> All = new Dictionary<string, Func<string, Random, string>>
    {
        ["none"] = (m, _) => m,
        ["LF only"] = (m, _) => m.Replace("\r\n", "\n", StringComparison.Ordinal),
        ["CR only"] = (m, _) => m.Replace("\r\n", "\r", StringComparison.Ordinal),
        ["mixed line ends"] = (m, r) => Regex.Replace(m, "\r\n", _ => r.Next(2) == 0 ? "\n" : "\r\n"),
        ["last delimiters cut off"] = (m, _) => Regex.Replace(m, "--\r\n(?=(--=_.*--\r\n)*$)", "\r\n"),
        ["cut anywhere"] = (m, r) => m[..r.Next(m.Length)],
        ["no line end at the end"] = (m, _) => m.TrimEnd('\r', '\n'),
        ["junk in base64"] = (m, _) => Regex.Replace(m, "(?<=base64\r\n\r\n....)(?=[A-Za-z0-9+/]{4})", "!*\r\n"),
        ["base64 without padding"] = (m, _) => Regex.Replace(m, "=+\r\n(?=\r\n--)", "\r\n"),
        ["broken escapes in quoted-printable"] = (m, _) => Regex.Replace(m, "=([89A-F])(?=[0-9A-F])", "=Z$1"),
        ["no blank line after the header"] = (m, _) => Regex.Replace(m, "\r\n\r\n", "\r\n", RegexOptions.None, TimeSpan.FromSeconds(1)),
        ["line without colon in the header"] = (m, _) => m.Replace("Subject:", "what is this\r\nSubject:", StringComparison.Ordinal),
        ["mailbox line in front"] = (m, _) => "From me@example.com Thu Jan  1 00:00:00 2015\r\n" + m,
        ["subject twice"] = (m, _) => m.Replace("Date:", "Subject: second\r\nDate:", StringComparison.Ordinal),
        ["space before the colon"] = (m, _) => m.Replace("Subject:", "Subject :", StringComparison.Ordinal),
        ["encoded word not closed"] = (m, _) => m.Replace("?= =?", " =?", StringComparison.Ordinal),
        ["unknown charset"] = (m, _) => m.Replace("charset=koi8-r", "charset=x-unknown", StringComparison.Ordinal),
        ["Latin-1 called ASCII"] = (m, _) => m.Replace("charset=iso-8859-1", "charset=us-ascii", StringComparison.Ordinal),
        ["no boundary parameter"] = (m, _) => m.Replace("; boundary=", "; x-boundary=", StringComparison.Ordinal),
        ["boundary without quotes"] = (m, _) => Regex.Replace(m, "boundary=\"(.*?)\"", "boundary=$1"),
        ["file name without quotes"] = (m, _) => Regex.Replace(m, "filename=\"([a-z.]*)\"", "filename=$1"),
        ["white space behind delimiters"] = (m, _) => Regex.Replace(m, "\r\n(--=_.*)\r\n", "\r\n$1 \t\r\n"),
        ["NUL in it"] = (m, r) => m.Insert(r.Next(m.Length), "\0"),
        ["any octet changed"] = (m, r) => m.Remove(r.Next(m.Length - 1), 1).Insert(r.Next(m.Length - 1), ((char)r.Next(256)).ToString()),
        ["raw UTF-8 in the subject"] = (m, _) => Regex.Replace(m, "Subject: .*?\r", "Subject: Gr\u00C3\u00BC\u00C3\u009Fe\r"),
        ["raw Latin-1 in the subject"] = (m, _) => Regex.Replace(m, "Subject: .*?\r", "Subject: Gr\u00FC\u00DFe\r"),
        ["garbage as Content-Type"] = (m, _) => Regex.Replace(m, "Content-Type: text/plain", "Content-Type: text", RegexOptions.None, TimeSpan.FromSeconds(1)),
        ["date without meaning"] = (m, _) => Regex.Replace(m, "Date: .*?\r", "Date: 31 Feb 2019 25:61 +9999\r"),
    };
}
