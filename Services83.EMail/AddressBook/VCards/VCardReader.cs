using System.Text;

namespace Services83.EMail.AddressBook.VCards;

/// <summary>
/// Reads the cards of a file: versions 2.1, 3.0 and 4.0, also mixed. Cards within cards (agents in 2.1) are skipped, and so are lines that
/// are not properties, such as pictures that a program has not folded.
/// </summary>
internal static class VCardReader
{
    private const string Begin = "BEGIN:VCARD";
    private const string End = "END:VCARD";

    private static readonly string[] LineEnds = ["\r\n", "\n", "\r"];

    /// <summary>The cards, one by one.</summary>
    /// <param name="file">Bytes of the file, with or without a byte order mark. Text without a charset is UTF-8, or windows-1252 if it is
    /// not valid UTF-8.</param>
    /// <exception cref="FormatException">A card does not end, or there is text outside of cards; the message names the line.</exception>
    public static IEnumerable<VCard> Read(byte[] file)
    {
        // One character for each byte: each property says itself which charset its bytes have.
        var lines = Encoding.Latin1.GetString(AsciiCompatible(file)).Split(LineEnds, StringSplitOptions.None);
        for (var i = 0; i < lines.Length; i++)
        {
            if (IsLine(lines[i], Begin))
            {
                var end = FindEnd(lines, i);
                yield return Card(lines, i, end);
                i = end;
            }
            else if (!string.IsNullOrWhiteSpace(lines[i]))
            {
                throw new FormatException($"Line {i + 1}: a card begins with {Begin}.");
            }
        }
    }

    private static byte[] AsciiCompatible(byte[] file) => file switch
    {
        [0xEF, 0xBB, 0xBF, ..] => file[3..],
        [0xFF, 0xFE, ..] => Encoding.Convert(Encoding.Unicode, Encoding.UTF8, file[2..]),
        [0xFE, 0xFF, ..] => Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, file[2..]),
        _ => file,
    };

    private static bool IsLine(string line, string expected) => line.Trim().Equals(expected, StringComparison.OrdinalIgnoreCase);

    private static int FindEnd(string[] lines, int begin)
    {
        var depth = 0;
        for (var i = begin; i < lines.Length; i++)
        {
            depth += IsLine(lines[i], Begin) ? 1 : IsLine(lines[i], End) ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        throw new FormatException($"Line {begin + 1}: the card that begins here does not end with {End}.");
    }

    private static VCard Card(string[] lines, int begin, int end)
    {
        var own = Own(lines, begin + 1, end);
        var isVersion21 = own.Any(line => line.Trim().Equals("VERSION:2.1", StringComparison.OrdinalIgnoreCase));
        return new VCard(
            begin + 1,
            [.. Unfold(own, isVersion21).Select(line => VCardLine.Parse(line, isVersion21)).OfType<VCardProperty>()]);
    }

    /// <summary>The lines of a card without those of nested cards.</summary>
    private static List<string> Own(string[] lines, int from, int end)
    {
        var (own, depth) = (new List<string>(), 0);
        for (var i = from; i < end; i++)
        {
            depth += IsLine(lines[i], Begin) ? 1 : 0;
            if (depth == 0)
            {
                own.Add(lines[i]);
            }

            depth -= IsLine(lines[i], End) ? 1 : 0;
        }

        return own;
    }

    /// <summary>
    /// Joins folded lines: a line that begins with white space continues the one before (in 2.1 the white space is part of the text), and
    /// so does the line after a quoted-printable line that ends in an equals sign.
    /// </summary>
    private static IEnumerable<string> Unfold(List<string> lines, bool isVersion21)
    {
        var logical = new StringBuilder();
        var isQuotedPrintable = false;
        foreach (var line in lines)
        {
            if (isQuotedPrintable && logical.Length > 0 && logical[^1] == '=')
            {
                logical.Length--;
                logical.Append(line);
            }
            else if (line is [' ' or '\t', ..] && logical.Length > 0)
            {
                logical.Append(isVersion21 ? line : line[1..]);
            }
            else
            {
                if (logical.Length > 0)
                {
                    yield return logical.ToString();
                }

                logical.Clear().Append(line);
                isQuotedPrintable = VCardLine.IsQuotedPrintable(line);
            }
        }

        if (logical.Length > 0)
        {
            yield return logical.ToString();
        }
    }
}
