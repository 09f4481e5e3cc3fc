using System.Text;
using Services83.EMail.Mail.Mime.Headers;

namespace Services83.EMail.Mail.Mime;

/// <summary>
/// Finds the parts of a message in one pass. In bodies only lines that start with two dashes are checked. Embedded messages are not opened
/// here: for the outer message they are content.
/// </summary>
internal sealed class PartTreeReader(ReadOnlyMemory<byte> message)
{
    private readonly byte _lineEnd = LineEnds.Of(message.Span);
    private readonly OpenBoundaries _boundaries = new();
    private MimePart? _root;
    private Encoding? _textCharset;
    private int _parts;

    public MimePart Read()
    {
        var root = Open(parent: null, start: 0);
        var innermost = root;
        var position = root.BodyStart;
        while (_boundaries.Any && FindDelimiter(position, out var line, out var multipart, out var closes))
        {
            Close(innermost, multipart, LineEnds.Before(message.Span, line, _lineEnd));
            LineEnds.Line(message.Span, line, _lineEnd, out position);
            innermost = multipart;
            multipart.HasDelimiter = true;
            if (closes)
            {
                continue;
            }

            if (_parts == MimeLimits.Parts)
            {
                break;
            }

            innermost = Open(multipart, position);
            position = innermost.BodyStart;
        }

        return root;
    }

    private MimePart Open(MimePart? parent, int start)
    {
        var header = HeaderScanner.Scan(message, start, _lineEnd, _boundaries, isMessage: parent is null);
        header.Around = _root is null ? OfText : () => _root.Header.Charsets;
        var part = new MimePart(message, start, header, parent);
        _root ??= part;
        if (part.ContentType.Type == "text")
        {
            _textCharset ??= DeclaredCharsets.Usable(part.ContentType.Charset);
        }

        if (parent is not null)
        {
            _parts++;
        }

        if (part.ContentType.IsMultipart && part.Depth < MimeLimits.Depth)
        {
            _boundaries.Open(part);
        }

        return part;
    }

    /// <summary>The charset that the fields of the message may have: the same as its text.</summary>
    private IEnumerable<Encoding> OfText() => _textCharset is null ? [] : [_textCharset];

    /// <summary>Ends the open parts inside the multipart; only a delimiter of an outer multipart ends the multipart itself.</summary>
    private static void Close(MimePart innermost, MimePart multipart, int end)
    {
        for (var part = innermost; part != multipart; part = part.Parent!)
        {
            end = part.Close(end);
        }
    }

    private bool FindDelimiter(int position, out int start, out MimePart multipart, out bool closes)
    {
        ReadOnlySpan<byte> lineEndAndDashes = [_lineEnd, (byte)'-', (byte)'-'];
        var span = message.Span;
        for (start = position; start < span.Length;)
        {
            var line = LineEnds.Line(span, start, _lineEnd, out var next);
            if (_boundaries.TryMatch(line, out multipart, out closes))
            {
                return true;
            }

            // The search starts at the line end itself.
            var skip = next == span.Length ? -1 : span[(next - 1)..].IndexOf(lineEndAndDashes);
            start = skip < 0 ? span.Length : next + skip;
        }

        multipart = null!;
        closes = false;
        return false;
    }
}
