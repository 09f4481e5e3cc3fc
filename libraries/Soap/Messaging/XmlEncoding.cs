using System.Text;
using System.Text.Unicode;
using Services83.EMail.Soap.ServiceModel;

namespace Services83.EMail.Soap.Messaging;

/// <summary>
/// Finds the encoding of a message and converts it to UTF-8. Evidence in the bytes themselves takes precedence (byte order mark, zero
/// bytes), then the XML declaration, then the charset label: clients give a wrong label more often than wrong bytes.
/// </summary>
public static class XmlEncoding
{
    /// <summary>The message as UTF-8 without byte order mark, with its XML declaration replaced by spaces.</summary>
    /// <param name="message">The message, which may be changed in place.</param>
    /// <param name="charset">The label of the Content-Type; null when there is none.</param>
    /// <exception cref="ServiceModel.FaultException">The encoding is unknown, or the bytes are not in it.</exception>
    public static ArraySegment<byte> Normalize(ArraySegment<byte> message, string? charset) => Normalize(message, charset, isWhole: true);

    /// <summary>
    /// As <see cref="Normalize(ArraySegment{byte}, string)"/>, for the start of a message; the bytes are not changed. The text after the
    /// last tag is left out, so that nothing is split.
    /// </summary>
    /// <exception cref="ServiceModel.FaultException">The encoding is unknown, or the bytes are not in it.</exception>
    public static ArraySegment<byte> NormalizeStart(ArraySegment<byte> start, string? charset) =>
        Normalize(start.AsSpan(0, start.AsSpan().LastIndexOf((byte)'>') + 1).ToArray(), charset, isWhole: false);

    private static ArraySegment<byte> Normalize(ArraySegment<byte> message, string? charset, bool isWhole)
    {
        var bytes = message.AsSpan();
        if (bytes is [0xEF, 0xBB, 0xBF, ..])
        {
            message = message[3..];
        }
        else if (Wide(bytes) is { } wide)
        {
            message = Transcode(message, wide, isWhole);
        }
        else if (Narrow(message, charset) is { } narrow)
        {
            message = Transcode(message, narrow, isWhole);
        }

        BlankDeclaration(message);
        return message;
    }

    private static Encoding? Wide(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, 0, 0, ..] or [(byte)'<', 0, 0, 0, ..] => new UTF32Encoding(false, true, true),
        [0, 0, 0xFE, 0xFF, ..] or [0, 0, 0, (byte)'<', ..] => new UTF32Encoding(true, true, true),
        [0xFF, 0xFE, ..] or [(byte)'<', 0, ..] => new UnicodeEncoding(false, true, true),
        [0xFE, 0xFF, ..] or [0, (byte)'<', ..] => new UnicodeEncoding(true, true, true),
        _ => null,
    };

    /// <summary>The single- or multi-byte encoding to convert from; null when it is UTF-8.</summary>
    private static Encoding? Narrow(ArraySegment<byte> message, string? charset)
    {
        var declared = Usable(DeclaredEncoding(message));
        charset = Usable(charset);
        var name = declared ?? charset;
        if (name is null || IsUtf8Name(name) && IsUtf8Name(charset ?? name))
        {
            return null;
        }

        // If declaration and label differ and one of them is UTF-8, the bytes decide.
        var mentionsUtf8 = IsUtf8Name(name) || charset is not null && IsUtf8Name(charset);
        if (mentionsUtf8 && Utf8.IsValid(message))
        {
            return null;
        }

        return Find(IsUtf8Name(name) ? charset! : name);
    }

    /// <summary>Value of the encoding in the XML declaration; null when there is none.</summary>
    private static string? DeclaredEncoding(ReadOnlySpan<byte> message)
    {
        var declaration = Declaration(message);
        var name = declaration.IndexOf("encoding"u8);
        if (name < 0)
        {
            return null;
        }

        var rest = declaration[(name + "encoding".Length)..];
        var start = rest.IndexOfAny((byte)'"', (byte)'\'');
        if (start < 0)
        {
            return null;
        }

        var length = rest[(start + 1)..].IndexOf(rest[start]);
        return length <= 0 ? null : Encoding.ASCII.GetString(rest.Slice(start + 1, length));
    }

    /// <summary>The XML declaration with everything before it; empty when there is none.</summary>
    private static ReadOnlySpan<byte> Declaration(ReadOnlySpan<byte> message)
    {
        var start = message.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0 || !message[start..].StartsWith("<?xml"u8))
        {
            return default;
        }

        if (message[start..] is not [_, _, _, _, _, (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n', ..])
        {
            return default;
        }

        var end = message.IndexOf("?>"u8);
        return end < 0 ? default : message[..(end + 2)];
    }

    // The reader would compare the declaration with the converted bytes. Spaces, instead of removing it, keep the positions in error
    // messages.
    private static void BlankDeclaration(Span<byte> message)
    {
        foreach (ref var c in message[..Declaration(message).Length])
        {
            if (c != (byte)'\n')
            {
                c = (byte)' ';
            }
        }
    }

    private static ArraySegment<byte> Transcode(ArraySegment<byte> message, Encoding encoding, bool isWhole)
    {
        try
        {
            var text = isWhole ? encoding.GetString(message) : StartOf(message, encoding);
            return Encoding.UTF8.GetBytes(text.Length > 0 && text[0] == '\uFEFF' ? text[1..] : text);
        }
        catch (DecoderFallbackException exception)
        {
            throw ProtocolFault.BadRequest($"The message is not valid {encoding.WebName}.", exception);
        }
    }

    /// <summary>Text whose last character may be incomplete; that character is then left out.</summary>
    private static string StartOf(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        var text = new char[encoding.GetMaxCharCount(bytes.Length)];
        return new string(text, 0, encoding.GetDecoder().GetChars(bytes, text, flush: false));
    }

    // The bytes have shown already that they are not UTF-16 or UTF-32, so such a name is ignored.
    private static string? Usable(string? name) => name is null || IsWideName(name) ? null : name;

    private static bool IsUtf8Name(string name) =>
        name.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || name.Equals("utf8", StringComparison.OrdinalIgnoreCase);

    private static bool IsWideName(string name) =>
        name.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase) || name.StartsWith("utf-32", StringComparison.OrdinalIgnoreCase)
        || name.Equals("ucs-2", StringComparison.OrdinalIgnoreCase);

    private static Encoding Find(string name)
    {
        try
        {
            var known = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
            var strict = (Encoding)known.Clone();
            strict.DecoderFallback = DecoderFallback.ExceptionFallback;
            return strict;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw ProtocolFault.UnsupportedMediaType($"The encoding '{Serialization.ContractReader.Clip(name)}' is unknown.");
        }
    }
}
