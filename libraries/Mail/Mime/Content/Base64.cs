using System.Buffers;

namespace Services83.EMail.Mail.Mime.Content;

/// <summary>
/// Lenient base64 (RFC 2045, section 6.8): characters outside the alphabet are skipped, missing padding is accepted, and text after padding
/// is decoded too, because some programs join encoded pieces.
/// </summary>
internal static class Base64
{
    private const byte Skip = 0xFF;
    private const byte Pad = 0xFE;

    /// <summary>What most texts consist of: the alphabet in lines.</summary>
    private static readonly SearchValues<byte> AlphabetInLines =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/\r\n"u8);

    private static readonly byte[] Values = MakeValues();

    public static byte[] Decode(ReadOnlySpan<byte> encoded)
    {
        var decoded = new byte[DecodedSize(encoded)];

        // The framework's decoder is many times faster and accepts white space, but fails on anything irregular.
        var status = System.Buffers.Text.Base64.DecodeFromUtf8(encoded, decoded, out _, out var written);
        if (status != OperationStatus.Done || written != decoded.Length)
        {
            DecodeLeniently(encoded, decoded);
        }

        return decoded;
    }

    public static int DecodedSize(ReadOnlySpan<byte> encoded)
    {
        var size = 0;
        var characters = 0;
        while (!encoded.IsEmpty)
        {
            var run = encoded.IndexOfAnyExcept(AlphabetInLines);
            var lines = run < 0 ? encoded : encoded[..run];
            characters += lines.Length - lines.Count((byte)'\r') - lines.Count((byte)'\n');
            if (run < 0)
            {
                break;
            }

            if (encoded[run] == '=')
            {
                size += OctetsIn(characters);
                characters = 0;
            }

            encoded = encoded[(run + 1)..];
        }

        return size + OctetsIn(characters);
    }

    private static int OctetsIn(int characters) => (int)((long)characters * 6 / 8);

    private static void DecodeLeniently(ReadOnlySpan<byte> encoded, Span<byte> decoded)
    {
        var length = 0;
        var bits = 0;
        var count = 0;
        foreach (var octet in encoded)
        {
            var value = Values[octet];
            if (value == Skip)
            {
                continue;
            }

            if (value == Pad)
            {
                count = 0;
                continue;
            }

            bits = (bits << 6) | value;
            count += 6;
            if (count < 8)
            {
                continue;
            }

            count -= 8;
            decoded[length++] = (byte)(bits >> count);
        }
    }

    private static byte[] MakeValues()
    {
        var values = new byte[256];
        Array.Fill(values, Skip);
        values['='] = Pad;
        var value = (byte)0;
        foreach (var character in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        {
            values[character] = value++;
        }

        return values;
    }
}
