using System.Runtime.InteropServices;
using System.Text;

namespace Services83.EMail.Soap.Xml;

/// <summary>Start tags and end tags.</summary>
public sealed partial class XmlPullReader
{
    private const int ElementsAtATime = 1024;

    private OpenElement[] _open = new OpenElement[16];
    private int _elements;
    private int _paidElements;
    private NameToken _name;
    private int _binding;
    private bool _isEmpty;
    private ElementTag? _matched;

    public string LocalName => Encoding.UTF8.GetString(Bytes(_name.LocalStart, _name.LocalLength));

    /// <summary>Whether the current element has this name.</summary>
    public bool Matches(ElementTag tag) =>
        ReferenceEquals(_matched, tag)
        || _name.LocalLength == tag.Utf8.Length && Bytes(_name.LocalStart, _name.LocalLength).SequenceEqual(tag.Utf8)
            && ReferenceEquals(Namespace, tag.Namespace);

    public bool LocalNameIs(ReadOnlySpan<byte> name) => Bytes(_name.LocalStart, _name.LocalLength).SequenceEqual(name);

    private ReadOnlySpan<byte> Bytes(int start, int length) => _bytes.AsSpan(start, length);

    /// <summary>
    /// Reads a start tag if it is exactly this one: with the parent's prefix and without attributes, as nearly all tags are. Comparing with
    /// an expected tag is much faster than parsing a tag.
    /// </summary>
    private bool TryReadStartTag(ElementTag expected)
    {
        if (!IsNext(expected, out var name))
        {
            return false;
        }

        ref var parent = ref _open[Depth - 1];
        _name = new NameToken(_position + 1, parent.PrefixLength, name, expected.Utf8.Length);
        _binding = parent.Binding;
        _isEmpty = false;
        _matched = expected;
        AttributeCount = 0;
        Current = new ElementPosition(_position, name, expected.Utf8.Length);
        _position = name + expected.Utf8.Length + 1;
        Push(_bindingCount);
        return true;
    }

    /// <summary>Whether exactly this start tag is next, with the parent's prefix and without attributes.</summary>
    /// <param name="expected">The tag.</param>
    /// <param name="name">Where its local name begins.</param>
    private bool IsNext(ElementTag expected, out int name)
    {
        ref var parent = ref _open[Depth - 1];
        var prefixed = parent.PrefixLength == 0 ? 0 : parent.PrefixLength + 1;
        name = _position + 1 + prefixed;
        var after = name + expected.Utf8.Length;
        if (after >= _end || _bytes[after] != '>' || _bytes[_position] != '<' || Depth == limits.MaxDepth)
        {
            return false;
        }

        if (!Bytes(name, expected.Utf8.Length).SequenceEqual(expected.Utf8))
        {
            return false;
        }

        if (prefixed > 0 && !Bytes(_position + 1, prefixed).SequenceEqual(Bytes(parent.NameStart, prefixed)))
        {
            return false;
        }

        return parent.Binding >= 0 && ReferenceEquals(_bindings[parent.Binding].Known, expected.Namespace);
    }

    private void Push(int bindings)
    {
        if (++_elements > _paidElements)
        {
            PayForElements();
        }

        if (Depth == _open.Length)
        {
            Array.Resize(ref _open, Depth * 2);
        }

        _open[Depth++] = new OpenElement(
            _name.Start, _name.LocalStart + _name.LocalLength - _name.Start, _name.PrefixLength, _binding, bindings);
    }

    private void PayForElements()
    {
        if (_elements > limits.MaxElements)
        {
            throw Error($"The message has more than {limits.MaxElements} elements.");
        }

        var more = Math.Min(ElementsAtATime, limits.MaxElements - _paidElements);
        Claim?.TakeElements(more);
        _paidElements += more;
    }

    private void ReadStartTag()
    {
        var start = _position++;
        _matched = null;
        if (_position < _end && _bytes[_position] is (byte)'!' or (byte)'?')
        {
            _position = start;
            throw Error("Document types, processing instructions and CDATA are not allowed here.");
        }

        if (Depth == limits.MaxDepth)
        {
            throw Error($"Elements are nested more than {limits.MaxDepth} deep.");
        }

        var bindings = _bindingCount;
        AttributeCount = 0;
        _name = ReadName();
        Current = new ElementPosition(start, _name.LocalStart, _name.LocalLength);
        ReadAttributes();
        _binding = FindBinding(Bytes(_name.Start, _name.PrefixLength));
        if (_binding < 0 && _name.PrefixLength > 0)
        {
            throw Error("The element's prefix has not been declared.");
        }

        Push(bindings);
    }

    private bool AtEndTag() => _position + 1 < _end && _bytes[_position] == '<' && _bytes[_position + 1] == '/';

    private void ReadEndTag()
    {
        ref var open = ref _open[Depth - 1];
        if (IsEndTag(_position, open.NameStart, open.NameLength))
        {
            _position += open.NameLength + 3;
            Leave();
            return;
        }

        _position += 2;
        var name = Bytes(open.NameStart, open.NameLength);
        if (!Rest.StartsWith(name))
        {
            throw Error($"Expected the end of element '{Encoding.UTF8.GetString(name)}'.");
        }

        _position += name.Length;
        SkipSpace();
        Expect((byte)'>');
        Leave();
    }

    private void Leave() => _bindingCount = _open[--Depth].Bindings;

    private NameToken ReadName()
    {
        var start = _position;
        ReadNamePart();
        if (_position >= _end || _bytes[_position] != ':')
        {
            return new NameToken(start, 0, start, _position - start);
        }

        _position++;
        var local = _position;
        ReadNamePart();
        return new NameToken(start, local - 1 - start, local, _position - local);
    }

    private void ReadNamePart()
    {
        if (_position >= _end)
        {
            throw Early();
        }

        if (!XmlCharacters.IsNameStart(_bytes[_position]))
        {
            throw Error("A name is expected here.");
        }

        do
        {
            _position++;
        }
        while (_position < _end && XmlCharacters.IsNamePart(_bytes[_position]));
    }

    private bool SkipSpace() => _position < _end && _bytes[_position] <= ' ' && SkipSpaces();

    private bool SkipSpaces()
    {
        var start = _position;
        while (_position < _end && XmlCharacters.IsSpace(_bytes[_position]))
        {
            _position++;
        }

        return _position > start;
    }

    private void Expect(byte expected)
    {
        if (_position >= _end)
        {
            throw Early();
        }

        if (_bytes[_position] != expected)
        {
            throw Error($"'{(char)expected}' is expected here.");
        }

        _position++;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct NameToken(int Start, int PrefixLength, int LocalStart, int LocalLength);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct OpenElement(int NameStart, int NameLength, int PrefixLength, int Binding, int Bindings);
}
