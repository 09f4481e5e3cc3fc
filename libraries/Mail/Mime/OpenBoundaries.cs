using System.Text;

namespace Services83.EMail.Mail.Mime;

/// <summary>The multiparts whose end was not found yet, outermost first.</summary>
internal sealed class OpenBoundaries
{
    private readonly List<(byte[] Delimiter, MimePart Multipart)> _open = [];

    public bool Any => _open.Count > 0;

    /// <summary>Starts to look for the delimiters of a multipart; one without a usable boundary has none.</summary>
    public void Open(MimePart multipart)
    {
        // RFC 2046 forbids white space at the end of a boundary, and delimiter lines may be padded with it.
        var boundary = multipart.ContentType.Boundary?.TrimEnd();
        if (boundary is null or "" || boundary.Length > MimeLimits.Boundary)
        {
            return;
        }

        _open.Add((Encoding.UTF8.GetBytes("--" + boundary), multipart));
    }

    /// <summary>
    /// Whether the line is a delimiter of an open multipart. The innermost one is tried first; multiparts inside the matching one are
    /// closed, and so is that one if the line is its end.
    /// </summary>
    public bool TryMatch(ReadOnlySpan<byte> line, out MimePart multipart, out bool closes)
    {
        multipart = null!;
        var level = Find(line, out closes);
        if (level < 0)
        {
            return false;
        }

        multipart = _open[level].Multipart;
        var keep = closes ? level : level + 1;
        _open.RemoveRange(keep, _open.Count - keep);
        return true;
    }

    /// <summary>Whether the line is a delimiter of an open multipart.</summary>
    public bool Matches(ReadOnlySpan<byte> line) => Find(line, out _) >= 0;

    private int Find(ReadOnlySpan<byte> line, out bool closes)
    {
        closes = false;
        if (!line.StartsWith("--"u8))
        {
            return -1;
        }

        line = line.TrimEnd(" \t\r"u8);
        for (var level = _open.Count - 1; level >= 0; level--)
        {
            var delimiter = _open[level].Delimiter;
            if (line.Length != delimiter.Length && line.Length != delimiter.Length + 2)
            {
                continue;
            }

            if (!line.StartsWith(delimiter))
            {
                continue;
            }

            closes = line.Length > delimiter.Length;
            if (!closes || line.EndsWith("--"u8))
            {
                return level;
            }
        }

        return -1;
    }
}
