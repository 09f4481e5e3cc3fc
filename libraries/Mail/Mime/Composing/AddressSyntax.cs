using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Services83.EMail.Mail.Mime.Composing;

/// <summary>The syntax of recipient addresses (RFC 5321, section 4.1.2; RFC 6531 for characters beyond ASCII).</summary>
public static class AddressSyntax
{
    private const int LongestLocalPart = 64;
    private const int LongestDomain = 255;
    private const string Specials = "!#$%&'*+-/=?^_`{|}~";

    private static readonly SearchValues<char> Atom =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + Specials);

    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    /// <summary>
    /// Converts an address to its form on the wire: the domain in A-labels (RFC 5890), the local part unchanged, in quotes if the RFC
    /// requires them. Characters beyond ASCII can then be only in the local part, and the message needs SMTPUTF8.
    /// </summary>
    /// <returns>False when it is not <c>local-part@domain</c>.</returns>
    public static bool TryNormalize(string? address, out string normalized)
    {
        normalized = "";
        var text = address?.Trim() ?? "";
        var at = text.LastIndexOf('@');
        if (at <= 0 || LocalPart(text[..at]) is not { } local || Domain(text[(at + 1)..]) is not { } domain)
        {
            return false;
        }

        normalized = $"{local}@{domain}";
        return true;
    }

    /// <summary>Whether a word needs no quotes in a header field.</summary>
    internal static bool IsAtom(ReadOnlySpan<char> word) => !word.IsEmpty && word.IndexOfAnyExcept(Atom) < 0;

    private static string? LocalPart(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > LongestLocalPart)
        {
            return null;
        }

        if (text is ['"', .., '"'] && text.Length > 2)
        {
            return IsQuotedString(text) ? text : null;
        }

        foreach (var rune in text.EnumerateRunes())
        {
            var fits = rune.IsAscii ? rune.Value == '.' || Atom.Contains((char)rune.Value) : IsLetterLike(rune);
            if (!fits)
            {
                return null;
            }
        }

        // Some providers have given out addresses like a..b@ and a.@, which are valid in quotes only.
        return text.Split('.').Contains("") ? $"\"{text}\"" : text;
    }

    private static bool IsQuotedString(string text)
    {
        for (var i = 1; i < text.Length - 1; i++)
        {
            var isEscaped = text[i] == '\\';
            if (isEscaped && ++i == text.Length - 1)
            {
                return false;
            }

            if (text[i] is < ' ' or > '~' || (text[i] == '"' && !isEscaped))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLetterLike(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string? Domain(string text)
    {
        if (text is ['[', .., ']'])
        {
            return IsLiteral(text[1..^1]) ? text : null;
        }

        if (text.Length is 0 or > LongestDomain)
        {
            return null;
        }

        try
        {
            var ascii = new IdnMapping().GetAscii(text);
            return ascii.Length <= LongestDomain && ascii.Split('.').All(IsLabel) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.AsSpan().IndexOfAnyExcept(HostCharacters) < 0;

    private static bool IsLiteral(string text)
    {
        const string ipv6 = "IPv6:";
        return text.StartsWith(ipv6, StringComparison.OrdinalIgnoreCase)
            ? IPAddress.TryParse(text.AsSpan(ipv6.Length), out var six) && six.AddressFamily == AddressFamily.InterNetworkV6 && !text.Contains('%')
            : text.Count(c => c == '.') == 3 && IPAddress.TryParse(text, out var four) && four.AddressFamily == AddressFamily.InterNetwork;
    }
}
