namespace Services83.EMail.Sandbox.Pop3;

/// <summary>The lines of a message as POP3 sends them (RFC 1939, section 3).</summary>
internal static class DotStuffing
{
    /// <summary>The header and so many lines of the body; a line that starts with a dot gets another one, and the last line has an end.</summary>
    public static byte[] Apply(ReadOnlySpan<byte> message, int bodyLines)
    {
        using var result = new MemoryStream(message.Length + 16);
        var inBody = false;
        while (message.Length > 0 && (!inBody || bodyLines > 0))
        {
            var feed = message.IndexOf((byte)'\n');
            var line = feed < 0 ? message : message[..feed];
            message = feed < 0 ? [] : message[(feed + 1)..];
            line = line is [.., (byte)'\r'] ? line[..^1] : line;
            if (line is [(byte)'.', ..])
            {
                result.WriteByte((byte)'.');
            }

            result.Write(line);
            result.Write("\r\n"u8);
            bodyLines -= inBody ? 1 : 0;
            inBody |= line.IsEmpty;
        }

        return result.ToArray();
    }
}
