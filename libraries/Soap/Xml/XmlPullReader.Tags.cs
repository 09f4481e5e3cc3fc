using System.Runtime.InteropServices;
using System.Text;

namespace Services83.EMail.Soap.Xml;

/// <summary>Start tags, end tags and namespaces.</summary>
public sealed partial class XmlPullReader
{
    // Prefixes are searched one by one, so their number is limited. Clients declare ten or twenty.
    private const int MaxNamespaces = 256;

    private const int ElementsAtATime = 1024;

    private OpenElement[] _open = new OpenElement[16];
    private NamespaceBinding[] _bindings = new NamespaceBinding[16];
    private int _bindingCount;
    private int _elements;
    private int _paidElements;
    private NameToken _name;
    private int _binding;
    private bool _isEmpty;
    private ElementTag? _matched;

    /// <summary>The current element's namespace; null when it has none or one that the contract does not know.</summary>
    public XmlNamespace? Namespace => _binding < 0 ? null : _bindings[_binding].Known;

    public string NamespaceUri => _binding < 0 ? "" : UriOf(_bindings[_binding]);

    public string LocalName => Encoding.UTF8.GetString(Bytes(_name.LocalStart, _name.LocalLength));

    /// <summary>Whether the current element has this name.</summary>
    public bool Matches(ElementTag tag) =>
        ReferenceEquals(_matched, tag)
        || _name.LocalLength == tag.Utf8.Length && Bytes(_name.LocalStart, _name.LocalLength).SequenceEqual(tag.Utf8)
            && ReferenceEquals(Namespace, tag.Namespace);

    public bool LocalNameIs(ReadOnlySpan<byte> name) => Bytes(_name.LocalStart, _name.LocalLength).SequenceEqual(name);

    /// <summary>The namespace of a prefix in the current element; null when it has not been declared.</summary>
    public string? LookupNamespace(string prefix)
    {
        var binding = FindBinding(Encoding.UTF8.GetBytes(prefix));
        return binding >= 0 ? UriOf(_bindings[binding]) : prefix.Length == 0 ? "" : null;
    }

    private ReadOnlySpan<byte> Bytes(int start, int length) => _bytes.AsSpan(start, length);

    private string UriOf(NamespaceBinding binding) => binding.Known?.Uri ?? DecodeAttribute(binding.UriStart, binding.UriLength);

    /// <summary>
    /// Reads a start tag if it is exactly this one: with the parent's prefix and without attributes, as nearly all tags are. Comparing with
    /// an expected tag is much faster than parsing a tag.
    /// </summary>
    private bool TryReadStartTag(ElementTag expected)
    {
        ref var parent = ref _open[Depth - 1];
        var prefixed = parent.PrefixLength == 0 ? 0 : parent.PrefixLength + 1;
        var name = _position + 1 + prefixed;
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

        if (parent.Binding < 0 || !ReferenceEquals(_bindings[parent.Binding].Known, expected.Namespace))
        {
            return false;
        }

        _name = new NameToken(_position + 1, parent.PrefixLength, name, expected.Utf8.Length);
        _binding = parent.Binding;
        _isEmpty = false;
        _matched = expected;
        AttributeCount = 0;
        Current = new ElementPosition(_position, name, expected.Utf8.Length);
        _position = after + 1;
        Push(_bindingCount);
        return true;
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

    private void AddBinding(int prefixStart, int prefixLength, int uriStart, int uriLength)
    {
        if (_bindingCount == MaxNamespaces)
        {
            throw Error($"More than {MaxNamespaces} namespace declarations are in scope.");
        }

        if (_bindingCount == _bindings.Length)
        {
            Array.Resize(ref _bindings, _bindingCount * 2);
        }

        var raw = Bytes(uriStart, uriLength);
        var known = raw.Contains((byte)'&') ? namespaces.Find(Encoding.UTF8.GetBytes(DecodeAttribute(uriStart, uriLength))) : namespaces.Find(raw);
        _bindings[_bindingCount++] = new NamespaceBinding(prefixStart, prefixLength, uriStart, uriLength, known);
    }

    /// <summary>Index of the innermost binding of the prefix; -1 when there is none, or when it undeclares the default namespace.</summary>
    private int FindBinding(ReadOnlySpan<byte> prefix)
    {
        for (var i = _bindingCount - 1; i >= 0; i--)
        {
            ref var binding = ref _bindings[i];
            if (binding.PrefixLength == prefix.Length && Bytes(binding.PrefixStart, binding.PrefixLength).SequenceEqual(prefix))
            {
                return binding.UriLength == 0 ? -1 : i;
            }
        }

        return -1;
    }

    private void ReadEndTag()
    {
        _position += 2;
        var name = Bytes(_open[Depth - 1].NameStart, _open[Depth - 1].NameLength);
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

    private bool SkipSpace()
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
    private readonly record struct NamespaceBinding(int PrefixStart, int PrefixLength, int UriStart, int UriLength, XmlNamespace? Known);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct OpenElement(int NameStart, int NameLength, int PrefixLength, int Binding, int Bindings);
}
