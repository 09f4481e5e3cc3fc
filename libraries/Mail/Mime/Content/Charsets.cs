using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Services83.EMail.Mail.Mime.Content;

/// <summary>
/// Encodings by the names that are used in mail: those of the framework, of its code pages, and common aliases. Names of a subset return
/// the superset that programs mean by them, as browsers do (ISO-8859-1 is windows-1252).
/// </summary>
public static class Charsets
{
    public const int Utf8 = 65001;
    public const int Windows1252 = 1252;
    public const int ShiftJis = 932;

    private static readonly FrozenDictionary<string, int> Aliases = new Dictionary<string, int>
    {
        ["utf-8"] = Utf8, ["utf8"] = Utf8, ["utf_8"] = Utf8, ["utf8mb4"] = Utf8,
        ["unicode-1-1-utf-8"] = Utf8, ["x-unicode-2-0-utf-8"] = Utf8,
        ["utf-16"] = 1200, ["utf16"] = 1200, ["utf-16le"] = 1200, ["unicode"] = 1200, ["ucs-2"] = 1200, ["iso-10646-ucs-2"] = 1200,
        ["utf-16be"] = 1201, ["unicodefffe"] = 1201, ["utf-32"] = 12000, ["utf-32le"] = 12000, ["ucs-4"] = 12000, ["utf-32be"] = 12001,
        ["iso-8859-1"] = Windows1252, ["iso8859-1"] = Windows1252, ["iso_8859-1"] = Windows1252, ["iso_8859-1:1987"] = Windows1252,
        ["8859-1"] = Windows1252, ["8859_1"] = Windows1252, ["latin1"] = Windows1252, ["latin-1"] = Windows1252, ["l1"] = Windows1252,
        ["latin"] = Windows1252, ["western"] = Windows1252, ["cp819"] = Windows1252, ["x-ansi"] = Windows1252, ["ansi"] = Windows1252,
        ["iso-8859-9"] = 1254, ["iso8859-9"] = 1254, ["latin5"] = 1254, ["iso-8859-11"] = 874, ["tis-620"] = 874, ["tis620"] = 874,
        ["iso-8859-8-e"] = 28598, ["iso-8859-6-e"] = 28596, ["iso-8859-6-i"] = 28596, ["logical"] = 38598,
        ["gb2312"] = 54936, ["gb_2312-80"] = 54936, ["gbk"] = 54936, ["x-gbk"] = 54936, ["gb18030"] = 54936, ["gb-2312"] = 54936,
        ["euc-cn"] = 54936, ["x-euc-cn"] = 54936, ["cp936"] = 54936, ["chinese"] = 54936,
        ["hz"] = 52936, ["big5-hkscs"] = 950, ["big-5"] = 950,
        ["shift-jis"] = 932, ["shiftjis"] = 932, ["sjis"] = 932, ["windows-31j"] = 932, ["ms_kanji"] = 932,
        ["cp932"] = 932, ["eucjp"] = 51932,
        ["iso-2022-jp-1"] = 50222, ["iso-2022-jp-2"] = 50222, ["iso-2022-jp-3"] = 50222, ["iso-2022-jp-ms"] = 50222, ["cp50220"] = 50220,
        ["euckr"] = 949, ["euc-kr"] = 949, ["uhc"] = 949, ["cp949"] = 949, ["5601"] = 949, ["ksc5601"] = 949, ["ks_c_5601"] = 949,
        ["koi8"] = 20866, ["koi8_r"] = 20866, ["koi8-ru"] = 21866, ["cp-866"] = 866, ["win1251"] = 1251, ["windows1251"] = 1251,
        ["mac"] = 10000, ["macroman"] = 10000, ["mac-roman"] = 10000, ["x-mac-roman"] = 10000,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] NumberPrefixes = ["windows-", "cp-", "cp", "ibm-", "ibm", "ms", "x-cp"];

    private static readonly DecoderReplacementFallback Replacement = new("\uFFFD");

    // Limited: only existing code pages are added.
    private static readonly ConcurrentDictionary<int, Encoding> ByCodePage = new();

    /// <summary>The encoding with that name; null when it is unknown, or ASCII, which has no bytes beyond 127.</summary>
    public static Encoding? Find(string? name)
    {
        if (name is null)
        {
            return null;
        }

        var label = name.AsSpan().Trim(" \t\"'").ToString();
        if (Aliases.TryGetValue(label, out var codePage))
        {
            return Get(codePage);
        }

        if (CodePagesEncodingProvider.Instance.GetEncoding(label) is { } encoding)
        {
            return Get(encoding.CodePage);
        }

        // iso8859-15, iso_8859_15, 8859-15
        var number = label.LastIndexOfAny(['-', '_']);
        if (number > 0 && label.Contains("8859", StringComparison.Ordinal))
        {
            var iso = CodePagesEncodingProvider.Instance.GetEncoding("iso-8859-" + label[(number + 1)..]);
            return iso is null ? null : Get(iso.CodePage);
        }

        return CodePageNumber(label) is { } found ? Get(found) : null;
    }

    public static Encoding Get(int codePage) => ByCodePage.GetOrAdd(codePage, static page => Create(page));

    private static Encoding? TryCreate(int codePage) =>
        CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ReplacementFallback, Replacement);

    private static Encoding Create(int codePage) => TryCreate(codePage) ?? Encoding.GetEncoding(codePage);

    private static int? CodePageNumber(string label)
    {
        var prefix = Array.Find(NumberPrefixes, p => label.StartsWith(p, StringComparison.OrdinalIgnoreCase));
        if (prefix is null || label.Length > prefix.Length + 5)
        {
            return null;
        }

        if (!int.TryParse(label.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return ByCodePage.ContainsKey(number) || TryCreate(number) is not null ? number : null;
    }
}
