namespace Services83.EMail.Mail.Mime;

/// <summary>
/// Finds line ends. A line feed ends a line, and carriage returns before it belong to the line end. A carriage return alone ends a line
/// only in a message that starts without line feeds: elsewhere it could hide header fields that servers do not see.
/// </summary>
internal static class LineEnds
{
    /// <summary>Most bytes of a line with its line end (RFC 5322, section 2.1.1).</summary>
    private const int LongestLine = 1000;

    /// <summary>The byte that ends lines in this message.</summary>
    public static byte Of(ReadOnlySpan<byte> message)
    {
        var beginning = message[..Math.Min(message.Length, LongestLine)];
        return beginning.Contains((byte)'\r') && !beginning.Contains((byte)'\n') ? (byte)'\r' : (byte)'\n';
    }

    /// <summary>The line at <paramref name="start"/> without its line end, and where the next one starts.</summary>
    public static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> message, int start, byte lineEnd, out int next)
    {
        var line = message[start..];
        var end = line.IndexOf(lineEnd);
        next = end < 0 ? message.Length : start + end + 1;
        return (end < 0 ? line : line[..end]).TrimEnd((byte)'\r');
    }

    /// <summary>The end of the text whose line end is before <paramref name="position"/>.</summary>
    public static int Before(ReadOnlySpan<byte> message, int position, byte lineEnd)
    {
        if (position > 0 && message[position - 1] == lineEnd)
        {
            position--;
        }

        if (lineEnd == '\n' && position > 0 && message[position - 1] == '\r')
        {
            position--;
        }

        return position;
    }
}
