using System.Text;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>The sections of a message that the sandbox supports: the whole message, its header, chosen fields, its text.</summary>
internal static class MessageSection
{
    private const string Fields = "HEADER.FIELDS (";
    private const string FieldsNot = "HEADER.FIELDS.NOT (";

    public static bool IsKnown(string section) => section is "" or "HEADER" or "TEXT"
        || (section.EndsWith(')') && (section.StartsWith(Fields, StringComparison.Ordinal) || section.StartsWith(FieldsNot, StringComparison.Ordinal)));

    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> raw, string section)
    {
        var header = raw[..HeaderLength(raw.Span)];
        return section switch
        {
            "" => raw,
            "HEADER" => header,
            "TEXT" => raw[header.Length..],
            _ => Select(header, section),
        };
    }

    /// <summary>The first field of that name without its name and folding, or null.</summary>
    public static string? Field(ReadOnlyMemory<byte> raw, string name)
    {
        var prefix = name + ":";
        var field = SplitFields(raw[..HeaderLength(raw.Span)]).FirstOrDefault(line => line.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
        return field?[prefix.Length..].Replace("\r\n", "", StringComparison.Ordinal).Trim();
    }

    /// <summary>Length up to and including the empty line; the whole message when there is none.</summary>
    private static int HeaderLength(ReadOnlySpan<byte> raw)
    {
        if (raw.StartsWith("\r\n"u8))
        {
            return 2;
        }

        var end = raw.IndexOf("\r\n\r\n"u8);
        return end < 0 ? raw.Length : end + 4;
    }

    private static ReadOnlyMemory<byte> Select(ReadOnlyMemory<byte> header, string section)
    {
        var not = section.StartsWith(FieldsNot, StringComparison.Ordinal);
        var names = section[(section.IndexOf('(', StringComparison.Ordinal) + 1)..^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var chosen = SplitFields(header).Where(field => names.Contains(NameOf(field), StringComparer.OrdinalIgnoreCase) != not);
        return Encoding.Latin1.GetBytes(string.Concat(chosen) + "\r\n");
    }

    private static string NameOf(string field) => field.Split(':')[0].Trim();

    /// <summary>Header fields with their folded lines and line ends. Latin-1, so that every byte is preserved.</summary>
    private static List<string> SplitFields(ReadOnlyMemory<byte> header)
    {
        var fields = new List<string>();
        foreach (var line in Encoding.Latin1.GetString(header.Span).Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] is ' ' or '\t' && fields.Count > 0)
            {
                fields[^1] += line + "\r\n";
            }
            else
            {
                fields.Add(line + "\r\n");
            }
        }
        return fields;
    }
}
