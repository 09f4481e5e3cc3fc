using System.Text;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>
/// A simple ENVELOPE: enough to list a folder. Addresses are split at commas outside quotes; groups and comments are not supported, because
/// a client that needs them fetches the header itself.
/// </summary>
internal static class Envelope
{
    public static string Of(ReadOnlyMemory<byte> raw)
    {
        string? Field(string name) => MessageSection.Field(raw, name);
        var from = Addresses(Field("From"));
        string OrFrom(string name) => Field(name) is { Length: > 0 } value ? Addresses(value) : from;
        return $"({Text(Field("Date"))} {Text(Field("Subject"))} {from} {OrFrom("Sender")} {OrFrom("Reply-To")} {Addresses(Field("To"))} "
            + $"{Addresses(Field("Cc"))} {Addresses(Field("Bcc"))} {Text(Field("In-Reply-To"))} {Text(Field("Message-ID"))})";
    }

    private static string Addresses(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return "NIL";
        }

        return $"({string.Concat(SplitAtCommas(value).Select(Address))})";
    }

    private static string Address(string address)
    {
        var open = address.LastIndexOf('<');
        var name = open < 0 ? "" : address[..open].Trim().Trim('"');
        var mailbox = (open < 0 ? address : address[(open + 1)..].TrimEnd('>', ' ')).Trim();
        var at = mailbox.LastIndexOf('@');
        return at < 0
            ? $"({Text(name)} NIL {Text(mailbox)} \"MISSING_DOMAIN\")"
            : $"({Text(name)} NIL {Text(mailbox[..at])} {Text(mailbox[(at + 1)..])})";
    }

    private static IEnumerable<string> SplitAtCommas(string value)
    {
        var quoted = false;
        var start = 0;
        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] == '"')
            {
                quoted = !quoted;
            }

            if (value[at] != ',' || quoted)
            {
                continue;
            }

            yield return value[start..at].Trim();
            start = at + 1;
        }
        yield return value[start..].Trim();
    }

    /// <summary>A quoted string, or a literal if it contains bytes that quotes cannot (raw 8-bit bytes, NUL, line ends).</summary>
    private static string Text(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "NIL";
        }

        if (value.All(c => c is >= ' ' and <= '~' or '\t'))
        {
            return $"\"{new StringBuilder(value).Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
        }

        return $"{{{value.Length}}}\r\n{value}";
    }
}
