using System.Runtime.InteropServices;
using System.Text;

namespace Services83.EMail.Soap.Xml;

/// <summary>Attributes.</summary>
public sealed partial class XmlPullReader
{
    private AttributeToken[] _attributes = new AttributeToken[8];

    /// <summary>
    /// Value of an attribute of the current element; null when it has none with that name. Undeclared prefixes, and two prefixes that make
    /// one name of two attributes, are checked here, for the few names that are read, and not for all attributes.
    /// </summary>
    public string? GetAttribute(ReadOnlySpan<byte> localName, XmlNamespace ns)
    {
        var found = -1;
        for (var i = 0; i < AttributeCount; i++)
        {
            ref var attribute = ref _attributes[i];
            if (attribute.Name.PrefixLength == 0 || !Bytes(attribute.Name.LocalStart, attribute.Name.LocalLength).SequenceEqual(localName))
            {
                continue;
            }

            var prefix = Bytes(attribute.Name.Start, attribute.Name.PrefixLength);
            var binding = FindBinding(prefix);
            if (binding < 0 && !prefix.SequenceEqual("xml"u8))
            {
                throw Error($"The prefix of attribute '{Encoding.UTF8.GetString(localName)}' has not been declared.");
            }

            if (binding < 0 || !ReferenceEquals(_bindings[binding].Known, ns))
            {
                continue;
            }

            if (found >= 0)
            {
                throw Error("An attribute occurs twice.");
            }

            found = i;
        }

        return found < 0 ? null : DecodeAttribute(_attributes[found].ValueStart, _attributes[found].ValueLength);
    }

    private void ReadAttributes()
    {
        var declarations = _bindingCount;
        while (true)
        {
            var hadSpace = SkipSpace();
            if (_position >= _end)
            {
                throw Early();
            }

            var c = _bytes[_position];
            if (c == '>')
            {
                _position++;
                _isEmpty = false;
                break;
            }

            if (c == '/')
            {
                _position++;
                Expect((byte)'>');
                _isEmpty = true;
                break;
            }

            if (!hadSpace)
            {
                throw Error("Attributes must be separated by space.");
            }

            if (AttributeCount + _bindingCount - declarations == limits.MaxAttributes)
            {
                throw Error($"The element has more than {limits.MaxAttributes} attributes.");
            }

            ReadAttribute();
        }

        if (AttributeCount > 1)
        {
            CheckDuplicates();
        }
    }

    private void ReadAttribute()
    {
        var name = ReadName();
        SkipSpace();
        Expect((byte)'=');
        SkipSpace();
        if (_position >= _end)
        {
            throw Early();
        }

        var quote = _bytes[_position];
        if (quote is not ((byte)'"' or (byte)'\''))
        {
            throw Error("The value of an attribute must be quoted.");
        }

        _position++;
        var length = Rest.IndexOf(quote);
        if (length < 0)
        {
            throw Early();
        }

        if (Bytes(_position, length).Contains((byte)'<'))
        {
            throw Error("The value of an attribute must not contain '<'.");
        }

        var prefix = Bytes(name.Start, name.PrefixLength);
        if (prefix.SequenceEqual("xmlns"u8))
        {
            AddBinding(name.LocalStart, name.LocalLength, _position, length);
        }
        else if (prefix.IsEmpty && Bytes(name.LocalStart, name.LocalLength).SequenceEqual("xmlns"u8))
        {
            AddBinding(0, 0, _position, length);
        }
        else
        {
            AddAttribute(new AttributeToken(name, _position, length));
        }

        _position += length + 1;
    }

    private void AddAttribute(AttributeToken attribute)
    {
        if (AttributeCount == _attributes.Length)
        {
            Array.Resize(ref _attributes, AttributeCount * 2);
        }

        _attributes[AttributeCount++] = attribute;
    }

    private void CheckDuplicates()
    {
        if (AttributeCount <= 8)
        {
            for (var i = 1; i < AttributeCount; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (Qualified(_attributes[i].Name).SequenceEqual(Qualified(_attributes[j].Name)))
                    {
                        throw Error("An attribute occurs twice.");
                    }
                }
            }

            return;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < AttributeCount; i++)
        {
            if (!names.Add(Encoding.UTF8.GetString(Qualified(_attributes[i].Name))))
            {
                throw Error("An attribute occurs twice.");
            }
        }
    }

    private ReadOnlySpan<byte> Qualified(NameToken name) => Bytes(name.Start, name.LocalStart + name.LocalLength - name.Start);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct AttributeToken(NameToken Name, int ValueStart, int ValueLength);
}
