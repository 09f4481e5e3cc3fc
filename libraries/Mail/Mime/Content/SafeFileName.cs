using System.Globalization;
using System.Text;

namespace Services83.EMail.Mail.Mime.Content;

/// <summary>Converts a file name from outside to one that is safe on any system.</summary>
public static class SafeFileName
{
    private const int LongestExtension = 20;
    private const string Unnamed = "unnamed";
    private const string Reserved = "<>:\"|?*/\\";

    public static string From(string name)
    {
        var lastSeparator = name.AsSpan().LastIndexOfAny('/', '\\');
        var result = new StringBuilder();
        foreach (var rune in name.AsSpan(lastSeparator + 1).EnumerateRunes())
        {
            if (IsInvisible(rune))
            {
                continue;
            }

            if (Rune.IsWhiteSpace(rune))
            {
                result.Append(' ');
            }
            else if (rune.IsAscii && Reserved.Contains((char)rune.Value))
            {
                result.Append('_');
            }
            else
            {
                result.Append(rune);
            }

            // Far more than is kept, so the rest need not be read.
            if (result.Length > MimeLimits.FileName * 8)
            {
                break;
            }
        }

        var trimmed = Shorten(result.ToString().Trim().TrimEnd('.', ' '));
        if (trimmed.Length == 0)
        {
            return Unnamed;
        }

        return IsDevice(trimmed) ? "_" + trimmed : trimmed;
    }

    /// <summary>Controls, and format characters such as those that turn the reading direction to hide an extension.</summary>
    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    /// <summary>Windows opens a device by these names, whatever follows the first dot.</summary>
    private static bool IsDevice(string name)
    {
        var dot = name.IndexOf('.');
        var stem = (dot < 0 ? name : name[..dot]).TrimEnd().ToUpperInvariant();
        if (stem is "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$" or "CLOCK$")
        {
            return true;
        }

        return stem.Length == 4 && (stem.StartsWith("COM", StringComparison.Ordinal) || stem.StartsWith("LPT", StringComparison.Ordinal))
            && "0123456789\u00B9\u00B2\u00B3".Contains(stem[3]);
    }

    private static string Shorten(string name)
    {
        const int room = MimeLimits.FileName - 1; // An underscore may come in front.
        if (Encoding.UTF8.GetByteCount(name) <= room)
        {
            return name;
        }

        var dot = name.LastIndexOf('.');
        var extension = dot > 0 && name.Length - dot <= LongestExtension ? name[dot..] : "";
        var left = room - Encoding.UTF8.GetByteCount(extension);
        var stem = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            left -= rune.Utf8SequenceLength;
            if (left < 0)
            {
                break;
            }

            stem.Append(rune);
        }

        return (stem.ToString().TrimEnd('.', ' ') + extension).TrimEnd('.', ' ');
    }
}
