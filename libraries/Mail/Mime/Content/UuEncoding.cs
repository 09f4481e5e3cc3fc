namespace Services83.EMail.Mail.Mime.Content;

/// <summary>
/// Uuencode (POSIX, "uuencode"), which some programs declare as a transfer encoding: a line "begin", lines whose first character is the
/// number of their bytes, a line "end". Text without "begin" is unchanged. Spaces that a relay removed from the end of a line are added
/// again.
/// </summary>
internal static class UuEncoding
{
    private const int CharactersPerGroup = 4;
    private const int OctetsPerGroup = 3;

    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> body)
    {
        if (!TryFindData(body.Span, out var data))
        {
            return body;
        }

        var decoded = new byte[Size(data)];
        var rest = decoded.AsSpan();
        foreach (var range in data.Split((byte)'\n'))
        {
            if (!TryReadLine(data[range], out var octets, out var characters))
            {
                break;
            }

            DecodeLine(characters, rest[..octets]);
            rest = rest[octets..];
        }

        return decoded;
    }

    public static int DecodedSize(ReadOnlySpan<byte> body) => TryFindData(body, out var data) ? Size(data) : body.Length;

    private static int Size(ReadOnlySpan<byte> data)
    {
        var size = 0;
        foreach (var range in data.Split((byte)'\n'))
        {
            if (!TryReadLine(data[range], out var octets, out _))
            {
                break;
            }

            size += octets;
        }

        return size;
    }

    /// <summary>The text after the first line that begins with "begin ".</summary>
    private static bool TryFindData(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> data)
    {
        data = default;
        var start = body.StartsWith("begin "u8) ? 0 : body.IndexOf("\nbegin "u8) + 1;
        if (start == 0 && !body.StartsWith("begin "u8))
        {
            return false;
        }

        var end = body[start..].IndexOf((byte)'\n');
        if (end < 0)
        {
            return false;
        }

        data = body[(start + end + 1)..];
        return true;
    }

    /// <summary>False for the line that ends the data, and for an invalid one.</summary>
    private static bool TryReadLine(ReadOnlySpan<byte> line, out int octets, out ReadOnlySpan<byte> characters)
    {
        line = line.TrimEnd((byte)'\r');
        octets = line.IsEmpty ? 0 : Value(line[0]);
        characters = line.IsEmpty ? default : line[1..];
        return octets > 0 && line[0] is > (byte)' ' and < (byte)'`';
    }

    private static void DecodeLine(ReadOnlySpan<byte> characters, Span<byte> target)
    {
        Span<byte> group = stackalloc byte[CharactersPerGroup];
        while (!target.IsEmpty)
        {
            group.Fill((byte)' ');
            var taken = Math.Min(characters.Length, CharactersPerGroup);
            characters[..taken].CopyTo(group);
            characters = characters[taken..];
            var bits = (Value(group[0]) << 18) | (Value(group[1]) << 12) | (Value(group[2]) << 6) | Value(group[3]);
            for (var i = 0; i < Math.Min(OctetsPerGroup, target.Length); i++)
            {
                target[i] = (byte)(bits >> (16 - (8 * i)));
            }

            target = target[Math.Min(OctetsPerGroup, target.Length)..];
        }
    }

    private static int Value(byte character) => (character - ' ') & 0x3F;
}
