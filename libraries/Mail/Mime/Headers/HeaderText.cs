using System.Buffers;
using System.Text;
using Services83.EMail.Mail.Mime.Content;

namespace Services83.EMail.Mail.Mime.Headers;

/// <summary>Decodes the bytes of a field to text, and removes characters that could forge further fields or lines.</summary>
internal static class HeaderText
{
    private static readonly byte[] Controls = [.. Enumerable.Range(0, 32).Append(127).Select(i => (byte)i)];
    private static readonly SearchValues<byte> ControlOctets = SearchValues.Create(Controls);
    private static readonly SearchValues<char> ControlCharacters = SearchValues.Create([.. Controls.Select(c => (char)c)]);

    /// <summary>Joins the lines, replaces each control character by a space, trims.</summary>
    /// <param name="value">The text after the colon.</param>
    /// <param name="header">The header with the field, which may know the charset of bytes beyond ASCII; else UTF-8 if they are
    /// valid.</param>
    public static string Unfold(ReadOnlySpan<byte> value, HeaderBlock? header)
    {
        value = value.Trim(" \t\r\n"u8);
        if (value.IndexOfAny(ControlOctets) < 0)
        {
            return Decode(value, header);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(value.Length);
        try
        {
            var length = Unfold(value, buffer);
            return Decode(buffer.AsSpan(0, length).Trim((byte)' '), header);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Decode(ReadOnlySpan<byte> octets, HeaderBlock? header) => header is null || Ascii.IsValid(octets)
        ? TextDecoder.Decode(octets, charset: null)
        : TextDecoder.DecodeUndeclared(octets, header.Charsets);

    /// <summary>Replaces each control character by a space.</summary>
    public static string WithoutControls(string text)
    {
        if (text.AsSpan().IndexOfAny(ControlCharacters) < 0)
        {
            return text;
        }

        return string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = ControlCharacters.Contains(source[i]) ? ' ' : source[i];
            }
        });
    }

    private static int Unfold(ReadOnlySpan<byte> value, Span<byte> target)
    {
        var length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var octet = value[i];
            if (octet is (byte)'\r' or (byte)'\n' && IsFold(value[i..]))
            {
                continue;
            }

            target[length++] = ControlOctets.Contains(octet) ? (byte)' ' : octet;
        }

        return length;
    }

    /// <summary>A fold is a line end before white space; the white space is kept.</summary>
    private static bool IsFold(ReadOnlySpan<byte> rest) =>
        rest.Length > 1 && (rest[1] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r');
}
