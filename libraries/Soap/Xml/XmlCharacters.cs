using System.Buffers;

namespace Services83.EMail.Soap.Xml;

/// <summary>Classes of bytes in UTF-8 encoded XML.</summary>
public static class XmlCharacters
{
    /// <summary>Bytes that end plain text: markup, references, line ends that must be normalized, and characters that XML
    /// forbids.</summary>
    public static readonly SearchValues<byte> TextStops = SearchValues.Create(
        [.. Forbidden(), (byte)'\r', (byte)'<', (byte)'&']);

    /// <summary>Bytes that end the text of values whose parsers skip line ends themselves, such as numbers and base64.</summary>
    public static readonly SearchValues<byte> ValueStops = SearchValues.Create([.. Forbidden(), (byte)'<', (byte)'&']);

    /// <summary>Bytes that need handling in a CDATA section.</summary>
    public static readonly SearchValues<byte> CharacterDataStops = SearchValues.Create([.. Forbidden(), (byte)'\r']);

    /// <summary>Bytes that need handling in the value of an attribute.</summary>
    public static readonly SearchValues<byte> AttributeStops = SearchValues.Create("&\t\r\n"u8);

    private static readonly bool[] NameParts = Classify(c =>
        c >= 0x80 || char.IsAsciiLetterOrDigit((char)c) || c is '_' or '-' or '.');

    private static readonly bool[] NameStarts = Classify(c => c >= 0x80 || char.IsAsciiLetter((char)c) || c is '_');

    public static bool IsNamePart(byte c) => NameParts[c];

    public static bool IsNameStart(byte c) => NameStarts[c];

    public static bool IsSpace(byte c) => c is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    private static IEnumerable<byte> Forbidden() =>
        Enumerable.Range(0, 0x20).Select(c => (byte)c).Where(c => c is not ((byte)'\t' or (byte)'\n' or (byte)'\r'));

    private static bool[] Classify(Func<int, bool> rule) => [.. Enumerable.Range(0, 256).Select(rule)];
}
