using System.Globalization;
using System.Text;
using Services83.EMail.Mail.Mime.Content;

namespace Services83.EMail.AddressBook.VCards;

/// <summary>Reads one unfolded line; each of its characters stands for a byte.</summary>
internal static class VCardLine
{
    private const int NotPreferred = 101;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsQuotedPrintable(string line)
    {
        var colon = FindColon(line);
        return colon > 0 && line.AsSpan(0, colon).Contains("QUOTED-PRINTABLE", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Null when the line is not a property.</summary>
    public static VCardProperty? Parse(string line, bool isVersion21)
    {
        var colon = FindColon(line);
        if (colon <= 0)
        {
            return null;
        }

        var pieces = SplitParameters(line[..colon]);
        var dot = pieces[0].IndexOf('.', StringComparison.Ordinal);
        var parameters = pieces.Skip(1).Select(Parameter).ToList();
        string[] types =
        [
            .. parameters.Where(parameter => parameter.Name == "TYPE").SelectMany(parameter => parameter.Value.Split(','))
                .Select(type => type.Trim().ToLowerInvariant()).Where(type => type.Length > 0).Distinct(),
        ];
        return new VCardProperty(
            dot < 0 ? "" : pieces[0][..dot].ToUpperInvariant(),
            pieces[0][(dot + 1)..].Trim().ToUpperInvariant(),
            types,
            Preference(Find(parameters, "PREF"), types),
            Decode(line[(colon + 1)..], Find(parameters, "ENCODING"), Find(parameters, "CHARSET")),
            isVersion21);
    }

    /// <summary>The colon before the value; a colon in quotes is part of a parameter.</summary>
    private static int FindColon(string line)
    {
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            isQuoted ^= line[i] == '"';
            if (line[i] == ':' && !isQuoted)
            {
                return i;
            }
        }

        return -1;
    }

    private static List<string> SplitParameters(string text)
    {
        var (pieces, start, isQuoted) = (new List<string>(), 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            isQuoted ^= text[i] == '"';
            if (text[i] == ';' && !isQuoted)
            {
                pieces.Add(text[start..i]);
                start = i + 1;
            }
        }

        pieces.Add(text[start..]);
        return pieces;
    }

    /// <summary>Version 2.1 omits the parameter name when the value makes it clear: <c>TEL;CELL:</c>,
    /// <c>NOTE;QUOTED-PRINTABLE:</c>.</summary>
    private static (string Name, string Value) Parameter(string piece)
    {
        var equals = piece.IndexOf('=', StringComparison.Ordinal);
        return equals >= 0
            ? (piece[..equals].Trim().ToUpperInvariant(), piece[(equals + 1)..].Replace("\"", "", StringComparison.Ordinal).Trim())
            : (IsEncoding(piece.Trim()) ? "ENCODING" : "TYPE", piece.Trim());
    }

    private static bool IsEncoding(string value) =>
        value.ToUpperInvariant() is "QUOTED-PRINTABLE" or "BASE64" or "8BIT" or "7BIT";

    private static string? Find(List<(string Name, string Value)> parameters, string name) =>
        parameters.Find(parameter => parameter.Name == name).Value;

    private static int Preference(string? pref, string[] types)
    {
        if (int.TryParse(pref, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        return types.Contains("pref") ? 1 : NotPreferred;
    }

    private static string Decode(string value, string? encoding, string? charset)
    {
        var octets = Encoding.Latin1.GetBytes(value);
        if (string.Equals(encoding, "QUOTED-PRINTABLE", StringComparison.OrdinalIgnoreCase))
        {
            octets = QuotedPrintable.Decode(octets);
        }

        if (Charsets.Find(charset) is { } known)
        {
            return known.GetString(octets);
        }

        try
        {
            return StrictUtf8.GetString(octets);
        }
        catch (DecoderFallbackException)
        {
            return Charsets.Get(Charsets.Windows1252).GetString(octets);
        }
    }
}
