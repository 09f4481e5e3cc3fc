namespace Services83.EMail.Soap.Xml;

// Parts of the message that are skipped.
public sealed partial class XmlPullReader
{
    /// <summary>Skips the current element with its whole content.</summary>
    public void Skip()
    {
        var depth = Depth - 1;
        if (!Enter())
        {
            return;
        }

        while (Depth > depth)
        {
            var next = Rest.IndexOf((byte)'<');
            if (next < 0)
            {
                throw Early();
            }

            _position += next;
            if (Rest.StartsWith("</"u8))
            {
                ReadEndTag();
            }
            else if (Rest.StartsWith("<![CDATA["u8))
            {
                _position = FindEnd("]]>"u8) + 3;
            }
            else if (!TrySkipComment() && !StartAndEnter())
            {
                continue;
            }
        }
    }

    private bool StartAndEnter()
    {
        ReadStartTag();
        return Enter();
    }

    private void SkipSpaceAndComments()
    {
        do
        {
            while (_position < _end && XmlCharacters.IsSpace(_bytes[_position]))
            {
                _position++;
            }
        }
        while (TrySkipComment());
    }

    private bool TrySkipComment()
    {
        if (_end - _position < 4 || _bytes[_position] != '<' || _bytes[_position + 1] != '!')
        {
            return false;
        }

        if (!Rest.StartsWith("<!--"u8))
        {
            return false;
        }

        _position += 4;
        var end = FindEnd("--"u8);
        if (end + 2 >= _end)
        {
            throw Early();
        }

        if (_bytes[end + 2] != '>')
        {
            throw Error("A comment must not contain two hyphens.");
        }

        _position = end + 3;
        return true;
    }

    /// <summary>Position of the next such bytes; it is an error if there are none.</summary>
    private int FindEnd(ReadOnlySpan<byte> bytes)
    {
        var index = Rest.IndexOf(bytes);
        return index < 0 ? throw Early() : _position + index;
    }
}
