using System.Text;
using Services83.EMail.Mail.Mime;

namespace Services83.EMail.Tests.Mail.Mime;

/// <summary>Short ways to write messages in tests.</summary>
internal static class Sample
{
    /// <summary>A message with CRLF line ends, its characters beyond ASCII in UTF-8.</summary>
    public static MimeMessage Read(string text) => MimeReader.Read(Octets(text));

    /// <summary>A message whose line ends and bytes are exactly those of the string (one character is one byte).</summary>
    public static MimeMessage ReadExactly(string text) => MimeReader.Read(Encoding.Latin1.GetBytes(text));

    public static byte[] Octets(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    /// <summary>A body with the given fields in front.</summary>
    public static MimeMessage WithBody(string fields, byte[] body) => MimeReader.Read((byte[])[.. Octets(fields + "\n\n"), .. body]);

    public static string Text(ReadOnlyMemory<byte> octets) => Encoding.Latin1.GetString(octets.Span);
}
