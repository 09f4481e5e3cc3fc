namespace Services83.EMail.Mail.Mime.Content;

/// <summary>
/// Lenient quoted-printable (RFC 2045, section 6.7): an equals sign that starts neither a byte nor a soft line break is unchanged. White
/// space at the end of lines is kept too, because programs that forget to encode it are more common than relays that add it.
/// </summary>
public static class QuotedPrintable
{
    public static byte[] Decode(ReadOnlySpan<byte> encoded)
    {
        var decoded = new byte[DecodedSize(encoded)];
        var rest = decoded.AsSpan();
        while (true)
        {
            var run = encoded.IndexOf((byte)'=');
            if (run < 0)
            {
                break;
            }

            encoded[..run].CopyTo(rest);
            rest = rest[run..];
            var (consumed, octet) = ReadEscape(encoded = encoded[run..]);
            encoded = encoded[consumed..];
            if (octet < 0)
            {
                continue;
            }

            rest[0] = (byte)octet;
            rest = rest[1..];
        }

        encoded.CopyTo(rest);
        return decoded;
    }

    public static int DecodedSize(ReadOnlySpan<byte> encoded)
    {
        var size = 0;
        for (var run = encoded.IndexOf((byte)'='); run >= 0; run = encoded.IndexOf((byte)'='))
        {
            var (consumed, octet) = ReadEscape(encoded[run..]);
            size += octet < 0 ? run : run + 1;
            encoded = encoded[(run + consumed)..];
        }

        return size + encoded.Length;
    }

    /// <summary>The length of the escape, and its byte; -1 for a soft line break, which has none.</summary>
    private static (int Consumed, int Octet) ReadEscape(ReadOnlySpan<byte> text)
    {
        if (text.Length >= 3 && char.IsAsciiHexDigit((char)text[1]) && char.IsAsciiHexDigit((char)text[2]))
        {
            return (3, (HexValue(text[1]) << 4) | HexValue(text[2]));
        }

        // Relays pad soft breaks with white space; at the very end of a body the line end may be missing.
        var end = 1 + text[1..].IndexOfAnyExcept((byte)' ', (byte)'\t');
        if (end == 0)
        {
            return (text.Length, -1);
        }

        if (text[end] == '\n')
        {
            return (end + 1, -1);
        }

        if (text[end] != '\r')
        {
            return (1, '=');
        }

        return (end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1, -1);
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
