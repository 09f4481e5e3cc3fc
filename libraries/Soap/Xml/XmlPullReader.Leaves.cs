using System.Buffers;

namespace Services83.EMail.Soap.Xml;

// Elements that hold nothing but plain text, read as a whole.
public sealed partial class XmlPullReader
{
    /// <summary>
    /// Reads the next child element if it is exactly the expected one, with the parent's prefix, without attributes, and with plain text
    /// only, as nearly all elements with text are; then the reader is behind it. Otherwise, and where a limit might be reached, only white
    /// space is skipped, and <see cref="MoveToChild"/> reads or refuses what follows.
    /// </summary>
    /// <param name="expected">The probable next element.</param>
    /// <param name="stops">As for <see cref="ReadText"/>.</param>
    /// <param name="text">Valid until the next read.</param>
    public bool TryReadLeaf(ElementTag expected, SearchValues<byte> stops, out ReadOnlySpan<byte> text)
    {
        text = default;
        SkipSpace();
        if (_elements >= _paidElements || !IsNext(expected, out var name))
        {
            return false;
        }

        var start = name + expected.Utf8.Length + 1;
        var length = Bytes(start, _end - start).IndexOfAny(stops);
        if (length < 0 || length > limits.MaxTextBytes || !IsEndTag(start + length, _position + 1, start - _position - 2))
        {
            return false;
        }

        _elements++;
        Current = new ElementPosition(_position, name, expected.Utf8.Length);
        text = Bytes(start, length);
        _position = start + length + start - _position + 1;
        return true;
    }

    /// <summary>Whether the end tag at a position has the name of that start tag, and nothing else.</summary>
    private bool IsEndTag(int position, int nameStart, int nameLength)
    {
        var after = position + nameLength + 2;
        return after < _end && _bytes[after] == '>' && _bytes[position + 1] == '/' && _bytes[position] == '<'
            && Bytes(position + 2, nameLength).SequenceEqual(Bytes(nameStart, nameLength));
    }
}
