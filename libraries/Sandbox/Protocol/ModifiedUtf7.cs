using System.Buffers.Text;
using System.Text;

namespace Services83.EMail.Sandbox.Protocol;

/// <summary>Folder names on the wire (RFC 3501, section 5.1.3).</summary>
internal static class ModifiedUtf7
{
    public static string Encode(string name)
    {
        var result = new StringBuilder();
        for (var at = 0; at < name.Length;)
        {
            var end = at;
            while (end < name.Length && !IsDirect(name[end]))
            {
                end++;
            }

            if (end > at)
            {
                var base64 = Convert.ToBase64String(Encoding.BigEndianUnicode.GetBytes(name[at..end]));
                result.Append('&').Append(base64.TrimEnd('=').Replace('/', ',')).Append('-');
                at = end;
                continue;
            }
            result.Append(name[at] == '&' ? "&-" : name[at].ToString());
            at++;
        }
        return result.ToString();
    }

    public static string Decode(string encoded)
    {
        var result = new StringBuilder();
        for (var at = 0; at < encoded.Length; at++)
        {
            if (encoded[at] != '&')
            {
                result.Append(encoded[at]);
                continue;
            }
            var end = encoded.IndexOf('-', at);
            if (end < 0)
            {
                throw CommandRefusedException.No("[CANNOT] Folder name is not modified UTF-7");
            }

            result.Append(end == at + 1 ? "&" : DecodeRun(encoded[(at + 1)..end]));
            at = end;
        }
        return result.ToString();
    }

    private static string DecodeRun(string run)
    {
        var base64 = run.Replace(',', '/') + new string('=', (4 - (run.Length % 4)) % 4);
        if (!Base64.IsValid(base64))
        {
            throw CommandRefusedException.No("[CANNOT] Folder name is not modified UTF-7");
        }

        return Encoding.BigEndianUnicode.GetString(Convert.FromBase64String(base64));
    }

    private static bool IsDirect(char c) => c is >= ' ' and <= '~';
}
