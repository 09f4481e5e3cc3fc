using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Services83.EMail.Mail.Imap.Protocol;

/// <summary>Mailbox names on the wire (RFC 3501, 5.1.3): printable ASCII unchanged, the rest as base64 of UTF-16 between "&amp;" and
/// "-".</summary>
internal static class ModifiedUtf7
{
    public static string Encode(string name)
    {
        var encoded = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length;)
        {
            var start = i;
            while (i < name.Length && name[i] is < ' ' or > '~')
            {
                i++;
            }

            if (i > start)
            {
                AppendShifted(encoded, name.AsSpan(start, i - start));
            }

            if (i == name.Length)
            {
                break;
            }

            encoded.Append(name[i] == '&' ? "&-" : name[i].ToString());
            i++;
        }
        return encoded.ToString();
    }

    /// <summary>False when the text is not the output of <see cref="Encode"/>, so that a decoded name can always be encoded back.</summary>
    public static bool TryDecode(string encoded, [NotNullWhen(true)] out string? name)
    {
        name = null;
        var decoded = new StringBuilder(encoded.Length);
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] is < ' ' or > '~')
            {
                return false;
            }

            if (encoded[i] != '&')
            {
                decoded.Append(encoded[i]);
                continue;
            }
            var end = encoded.IndexOf('-', i);
            if (end < 0)
            {
                return false;
            }

            if (end == i + 1)
            {
                decoded.Append('&');
            }
            else if (!TryAppendUnshifted(decoded, encoded.AsSpan(i + 1, end - i - 1)))
            {
                return false;
            }

            i = end;
        }
        name = decoded.ToString();
        return Encode(name) == encoded;
    }

    private static void AppendShifted(StringBuilder encoded, ReadOnlySpan<char> run)
    {
        var octets = new byte[run.Length * 2];
        for (var i = 0; i < run.Length; i++)
        {
            octets[2 * i] = (byte)(run[i] >> 8);
            octets[(2 * i) + 1] = (byte)run[i];
        }
        encoded.Append('&').Append(Convert.ToBase64String(octets).TrimEnd('=').Replace('/', ',')).Append('-');
    }

    private static bool TryAppendUnshifted(StringBuilder decoded, ReadOnlySpan<char> base64)
    {
        var padded = base64.ToString().Replace(',', '/');
        padded = padded.PadRight((padded.Length + 3) / 4 * 4, '=');
        if (!Base64.IsValid(padded))
        {
            return false;
        }

        var octets = Convert.FromBase64String(padded);
        if (octets.Length % 2 != 0)
        {
            return false;
        }

        for (var i = 0; i < octets.Length; i += 2)
        {
            decoded.Append((char)((octets[i] << 8) | octets[i + 1]));
        }

        return true;
    }
}
