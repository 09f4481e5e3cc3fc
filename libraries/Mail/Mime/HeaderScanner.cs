using Services83.EMail.Mail.Mime.Headers;

namespace Services83.EMail.Mail.Mime;

/// <summary>
/// Finds the fields of a header and its end: a blank line, a delimiter of its own or of an outer multipart, or text without a blank line
/// before it. A line that is not a field is skipped, with its continuations, if a field follows it; else the body starts there.
/// </summary>
internal static class HeaderScanner
{
    public static HeaderBlock Scan(ReadOnlyMemory<byte> message, int start, byte lineEnd, OpenBoundaries boundaries, bool isMessage)
    {
        var span = message.Span;
        var fields = new List<HeaderBlock.Position>(isMessage ? 24 : 4);
        var position = isMessage ? SkipMailboxLine(span, start, lineEnd) : start;
        var headerEnd = position;
        var skipping = false;
        var own = new OwnDelimiter(message);
        while (position < span.Length)
        {
            var line = LineEnds.Line(span, position, lineEnd, out var next);
            if (line.IsEmpty)
            {
                return Block(next);
            }

            if ((boundaries.Any && boundaries.Matches(line)) || own.Matches(line))
            {
                return Block(Math.Max(start, LineEnds.Before(span, position, lineEnd)));
            }

            if (IsContinuation(line) && (skipping || fields.Count > 0))
            {
                if (!skipping)
                {
                    fields[^1] = fields[^1] with { End = position + line.Length };
                    own.Extend(fields[^1]);
                }
            }
            else if (TryField(line, position, out var field))
            {
                skipping = fields.Count == MimeLimits.HeaderFields;
                if (!skipping)
                {
                    fields.Add(field);
                    own.See(field);
                }
            }
            else if (FieldFollows(span, next, lineEnd))
            {
                skipping = true;
            }
            else
            {
                break;
            }

            headerEnd = position + line.Length;
            position = next;
        }

        return Block(position);

        HeaderBlock Block(int bodyStart) => new(message, message[start..Math.Max(start, headerEnd)], bodyStart, [.. fields]);
    }

    /// <summary>
    /// Mailbox files put a line "From sender date" before each message, and exports of single messages keep it. Others begin with a byte
    /// order mark, because of which the first field would be lost.
    /// </summary>
    private static int SkipMailboxLine(ReadOnlySpan<byte> span, int start, byte lineEnd)
    {
        if (span[start..].StartsWith("\uFEFF"u8))
        {
            start += 3;
        }

        var line = LineEnds.Line(span, start, lineEnd, out var next);
        return line.StartsWith("From "u8) || line.StartsWith(">From "u8) ? next : start;
    }

    private static bool IsContinuation(ReadOnlySpan<byte> line) => line[0] is (byte)' ' or (byte)'\t';

    private static bool TryField(ReadOnlySpan<byte> line, int position, out HeaderBlock.Position field)
    {
        field = default;
        var colon = line.IndexOf((byte)':');
        if (colon < 0)
        {
            return false;
        }

        // White space before the colon was allowed once (RFC 5322, section 4.5.8).
        var name = line[..colon].TrimEnd(" \t"u8);
        if (name.IsEmpty || name.IndexOfAnyExceptInRange((byte)33, (byte)126) >= 0)
        {
            return false;
        }

        field = new HeaderBlock.Position(position, name.Length, colon + 1, position + line.Length);
        return true;
    }

    private static bool FieldFollows(ReadOnlySpan<byte> span, int position, byte lineEnd)
    {
        while (position < span.Length)
        {
            var line = LineEnds.Line(span, position, lineEnd, out position);
            if (line.IsEmpty)
            {
                return false;
            }

            if (!IsContinuation(line))
            {
                return TryField(line, 0, out _);
            }
        }

        return false;
    }
}
