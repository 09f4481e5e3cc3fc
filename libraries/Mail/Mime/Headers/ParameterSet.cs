using System.Buffers;
using System.Globalization;
using System.Text;
using Services83.EMail.Mail.Mime.Content;

namespace Services83.EMail.Mail.Mime.Headers;

/// <summary>
/// Collects parameters and joins those that RFC 2231 allows to split and encode: <c>name*0</c>, <c>name*1*</c>, <c>name*</c>. A value in
/// that form takes precedence over a plain one. Pieces are used by their numbers; if one is missing, the others are still used.
/// </summary>
internal sealed class ParameterSet
{
    private readonly Dictionary<string, string> _plain = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Dictionary<int, Piece>> _pieces = new(StringComparer.OrdinalIgnoreCase);

    public void Add(string name, string value)
    {
        var star = name.IndexOf('*');
        if (star < 0)
        {
            if (name.Length > 0)
            {
                _plain.TryAdd(name, value);
            }

            return;
        }

        var isEncoded = name.EndsWith('*');
        var number = name.AsSpan(star).Trim('*');
        var index = 0;
        if (!number.IsEmpty && !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out index))
        {
            return;
        }

        var key = name[..star];
        if (!_pieces.TryGetValue(key, out var pieces))
        {
            _pieces[key] = pieces = [];
        }

        pieces.TryAdd(index, new Piece(value, isEncoded));
    }

    public IReadOnlyDictionary<string, string> Resolve()
    {
        foreach (var (name, pieces) in _pieces)
        {
            _plain[name] = Join([.. pieces.OrderBy(p => p.Key).Select(p => p.Value)]);
        }

        foreach (var name in _plain.Keys.Where(n => n.EndsWith("name", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            // Not allowed in parameters, but the most common form of a file name beyond ASCII.
            _plain[name] = HeaderText.WithoutControls(EncodedWords.Decode(_plain[name]));
        }

        return _plain;
    }

    /// <summary>The bytes of all pieces are joined first, because a character may be split.</summary>
    private static string Join(List<Piece> pieces)
    {
        string? charset = null;
        var octets = new ArrayBufferWriter<byte>();
        for (var i = 0; i < pieces.Count; i++)
        {
            var value = pieces[i].Value.AsSpan();
            if (i == 0 && pieces[i].IsEncoded)
            {
                value = WithoutCharset(value, out charset);
            }

            if (pieces[i].IsEncoded)
            {
                AppendPercentDecoded(value, octets);
            }
            else
            {
                Encoding.UTF8.GetBytes(value, octets);
            }
        }

        return HeaderText.WithoutControls(TextDecoder.Decode(octets.WrittenSpan, charset));
    }

    /// <summary>Removes <c>charset'language'</c> from the start.</summary>
    private static ReadOnlySpan<char> WithoutCharset(ReadOnlySpan<char> value, out string? charset)
    {
        charset = null;
        var first = value.IndexOf('\'');
        var second = first < 0 ? -1 : value[(first + 1)..].IndexOf('\'');
        if (second < 0)
        {
            return value;
        }

        charset = value[..first].ToString();
        return value[(first + second + 2)..];
    }

    private static void AppendPercentDecoded(ReadOnlySpan<char> value, ArrayBufferWriter<byte> octets)
    {
        while (!value.IsEmpty)
        {
            var percent = value.IndexOf('%');
            if (percent < 0)
            {
                percent = value.Length;
            }

            Encoding.UTF8.GetBytes(value[..percent], octets);
            value = value[percent..];
            if (value.IsEmpty)
            {
                break;
            }

            var digits = value.Length < 3 ? default : value[1..3];
            var isOctet = byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet);
            octets.Write([isOctet ? octet : (byte)'%']);
            value = value[(isOctet ? 3 : 1)..];
        }
    }

    private readonly record struct Piece(string Value, bool IsEncoded);
}
