using System.Buffers;
using System.Globalization;
using System.Text;

namespace Services83.EMail.Mail.Mime.Composing;

/// <summary>Parameters of a header field (RFC 2045, section 5.1), in the form of RFC 2231 if they are long or beyond ASCII.</summary>
internal static class ParameterWriter
{
    private const int LongestPlain = 60;
    private const int LongestName = 40;

    /// <summary>attribute-char of RFC 2231, section 7.</summary>
    private static readonly SearchValues<byte> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&+-.^_`{|}~"u8);

    private static readonly SearchValues<char> Token =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&+-.^_`{|}~");

    /// <summary>Whether a word is a token (RFC 2045, section 5.1) that every program reads.</summary>
    public static bool IsToken(ReadOnlySpan<char> word) => !word.IsEmpty && word.IndexOfAnyExcept(Token) < 0;

    /// <summary>Whether it is valid as the name of a parameter. Each piece of a long value repeats the name, so a name without a limit
    /// would need quadratic time.</summary>
    public static bool IsName(ReadOnlySpan<char> word) => word.Length <= LongestName && IsToken(word);

    /// <summary>The pieces of one parameter; each may be on a line of its own.</summary>
    public static IEnumerable<string> Write(string name, string value)
    {
        // Many programs misread quoted percent signs and texts that look like encoded words.
        var isPlain = value.Length <= LongestPlain && Ascii.IsValid(value) && !value.Contains("=?", StringComparison.Ordinal);
        if (isPlain)
        {
            return [IsToken(value) ? $"{name}={value}" : $"{name}={Quote(value)}"];
        }

        var pieces = Pieces(value, LongestPlain - name.Length).ToList();
        return pieces.Count == 1
            ? [$"{name}*=utf-8''{pieces[0]}"]
            : pieces.Select((piece, i) => string.Create(CultureInfo.InvariantCulture, $"{name}*{i}*={(i == 0 ? "utf-8''" : "")}{piece}"));
    }

    /// <summary>Percent-encoded pieces that end between characters, because some readers decode them one by one.</summary>
    private static IEnumerable<string> Pieces(string value, int longest)
    {
        var piece = new StringBuilder();
        foreach (var rune in value.EnumerateRunes())
        {
            var encoded = Percent(rune);
            if (piece.Length + encoded.Length > longest)
            {
                yield return piece.ToString();
                piece.Clear();
            }

            piece.Append(encoded);
        }

        yield return piece.ToString();
    }

    private static string Percent(Rune rune)
    {
        Span<byte> octets = stackalloc byte[4];
        octets = octets[..rune.EncodeToUtf8(octets)];
        if (octets.Length == 1 && Plain.Contains(octets[0]))
        {
            return rune.ToString();
        }

        var text = new StringBuilder();
        foreach (var octet in octets)
        {
            text.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
