using System.Text;
using System.Text.Unicode;
using Services83.EMail.Soap.Limits;

namespace Services83.EMail.Soap.Xml;

/// <summary>
/// Reads XML 1.0 with namespaces from a message that is in memory as UTF-8, and only what SOAP allows: no DTD, no processing instructions,
/// no entities but the built-in ones. It compares names as bytes and makes strings only from values; this makes it several times faster
/// than general readers. Tests compare it with them.
/// </summary>
/// <remarks>
/// Element-wise: after <see cref="MoveToChild"/> the reader is at a start tag; then exactly one of <see cref="Enter"/>, <see cref="Skip"/>
/// and <see cref="ReadText"/> must be called.
/// </remarks>
public sealed partial class XmlPullReader(XmlNamespaces namespaces, XmlLimits limits)
{
    private byte[] _bytes = [];
    private int _start;
    private int _end;
    private int _position;
    private bool _endsInvalid;

    /// <summary>The memory budget for the objects made from the message; null for none.</summary>
    public BudgetClaim? Claim { get; private set; }

    /// <summary>Bytes that have been read.</summary>
    public int Position => _position - _start;

    /// <summary>The number of open elements, including the current one.</summary>
    public int Depth { get; private set; }

    /// <summary>Number of attributes of the current element, namespace declarations not counted.</summary>
    public int AttributeCount { get; private set; }

    /// <summary>The position of the current element, for errors that are found later.</summary>
    public ElementPosition Current { get; private set; }

    private ReadOnlySpan<byte> Rest => _bytes.AsSpan(_position, _end - _position);

    /// <summary>Starts with another message.</summary>
    /// <param name="message">UTF-8.</param>
    /// <param name="claim">The memory budget for its elements; null for none.</param>
    public void SetInput(ArraySegment<byte> message, BudgetClaim? claim = null)
    {
        Claim = claim;
        _paidElements = Math.Min(BudgetClaim.FreeElements, limits.MaxElements);
        _bytes = message.Array!;
        _start = _position = message.Offset;
        _end = message.Offset + message.Count;
        Depth = AttributeCount = _bindingCount = _elements = 0;
        Current = default;

        // The message is read up to the first byte that is not valid UTF-8, and the error is reported there.
        _endsInvalid = !Utf8.IsValid(message);
        if (_endsInvalid)
        {
            _end = _start + ValidLength(message);
        }
    }

    /// <summary>Resets the reader.</summary>
    public void Clear()
    {
        _bytes = [];
        Claim = null;
        _start = _position = _end = 0;
        if (_scratch.Length > MaxKeptScratch)
        {
            _scratch = [];
        }
    }

    /// <summary>Moves to the root element.</summary>
    public void MoveToRoot()
    {
        SkipSpaceAndComments();
        if (_position == _end)
        {
            throw Early();
        }

        if (_bytes[_position] != '<')
        {
            throw Error("The message does not start with an element.");
        }

        ReadStartTag();
    }

    /// <summary>Moves from a start tag to the element's content; false when it is empty, and then the reader is behind it.</summary>
    public bool Enter()
    {
        if (!_isEmpty)
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>Moves to the next child element; false when there is none, and then the reader is behind the parent.</summary>
    /// <param name="expected">The probable next element, which is then found faster.</param>
    public bool MoveToChild(ElementTag? expected = null)
    {
        SkipSpace();
        if (AtEndTag())
        {
            ReadEndTag();
            return false;
        }

        if (expected is not null && TryReadStartTag(expected))
        {
            return true;
        }

        SkipSpaceAndComments();
        if (_position == _end)
        {
            throw Early();
        }

        if (_bytes[_position] != '<')
        {
            throw Error("Text is not allowed between elements.");
        }

        if (AtEndTag())
        {
            ReadEndTag();
            return false;
        }

        ReadStartTag();
        return true;
    }

    /// <summary>Whether the current element starts with a child element and not with text. It stays the current one.</summary>
    public bool HoldsElements()
    {
        if (_isEmpty)
        {
            return false;
        }

        var content = _position;
        SkipSpaceAndComments();
        var holds = _position + 1 < _end && _bytes[_position] == '<' && XmlCharacters.IsNameStart(_bytes[_position + 1]);
        _position = content;
        return holds;
    }

    /// <summary>Checks that only white space and comments follow the root element.</summary>
    public void ReadToEnd()
    {
        SkipSpaceAndComments();
        if (_position != _end || _endsInvalid)
        {
            throw Error("Nothing may follow the root element.");
        }
    }

    /// <summary>An error at the current position.</summary>
    public XmlSyntaxException Error(string message)
    {
        var (line, position) = LineOf(_position);
        return new XmlSyntaxException(message, line, position);
    }

    /// <summary>Line and column, both counted from 1, of a position in the message.</summary>
    public (int Line, int Position) LineOf(int position)
    {
        var before = _bytes.AsSpan(_start, Math.Clamp(position, _start, _end) - _start);
        return (before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
    }

    public string NameOf(ElementPosition element) => Encoding.UTF8.GetString(_bytes, element.NameStart, element.NameLength);

    private static int ValidLength(ReadOnlySpan<byte> message)
    {
        var valid = 0;
        while (valid < message.Length && Rune.DecodeFromUtf8(message[valid..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            valid += length;
        }

        return valid;
    }

    private XmlSyntaxException Early()
    {
        var (line, position) = LineOf(_position);
        var reason = _endsInvalid ? "The message contains bytes that are not valid UTF-8." : "The message ends too early.";
        return new XmlSyntaxException(reason, line, position) { IsEarly = true };
    }
}
