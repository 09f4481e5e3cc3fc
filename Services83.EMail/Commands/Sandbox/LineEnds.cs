namespace Services83.EMail.Commands.Sandbox;

/// <summary>Files often have the line ends of their system; mail has CRLF (RFC 5322, section 2.1).</summary>
internal static class LineEnds
{
    /// <summary>The same bytes with every bare LF as CRLF.</summary>
    public static byte[] ToCrLf(ReadOnlySpan<byte> text)
    {
        using var result = new MemoryStream(text.Length + 64);
        while (text.IndexOf((byte)'\n') is var feed and >= 0)
        {
            result.Write(feed > 0 && text[feed - 1] == '\r' ? text[..(feed - 1)] : text[..feed]);
            result.Write("\r\n"u8);
            text = text[(feed + 1)..];
        }

        result.Write(text);
        return result.ToArray();
    }
}
