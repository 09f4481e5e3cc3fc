namespace Services83.EMail.Mail.Imap.Protocol;

/// <summary>LIST, LSUB, STATUS, NAMESPACE and ID (RFC 3501, 7.2; RFC 2342; RFC 2971).</summary>
internal static class MailboxResponses
{
    public static ListResponse ParseList(ref ResponseScanner scanner, bool isLsub)
    {
        var attributes = scanner.TakeAtomList();
        scanner.Expect((byte)' ');
        var delimiter = ParseDelimiter(ref scanner);
        scanner.Expect((byte)' ');
        // What may follow the name (RFC 5258 extended data) is of no use here.
        return new ListResponse(attributes, delimiter, TakeName(ref scanner), isLsub);
    }

    public static StatusDataResponse ParseStatus(ref ResponseScanner scanner)
    {
        var name = TakeStatusName(ref scanner);
        scanner.SkipSpaces();
        scanner.Expect((byte)'(');
        var items = new Dictionary<string, ulong>(StringComparer.OrdinalIgnoreCase);
        scanner.SkipSpaces();
        while (!scanner.TryTake((byte)')'))
        {
            var item = scanner.TakeAtomText();
            scanner.Expect((byte)' ');
            if (!scanner.AtEnd && char.IsAsciiDigit((char)scanner.Rest[0])) items[item] = scanner.TakeNumber();
            else scanner.SkipValue();
            scanner.SkipSpaces();
        }
        return new StatusDataResponse(name, items);
    }

    public static NamespaceResponse ParseNamespace(ref ResponseScanner scanner)
    {
        var kinds = new List<ImapNamespace>[3];
        for (var i = 0; i < kinds.Length; i++)
        {
            kinds[i] = ParseNamespaceKind(ref scanner);
            scanner.SkipSpaces();
        }
        return new NamespaceResponse(new ImapNamespaces(kinds[0], kinds[1], kinds[2]));
    }

    public static IdResponse ParseId(ref ResponseScanner scanner)
    {
        var fields = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (!scanner.TryTake((byte)'(')) return new IdResponse(fields);
        while (!scanner.TryTake((byte)')'))
        {
            var field = scanner.TakeString() ?? throw scanner.Unexpected("a field name");
            scanner.Expect((byte)' ');
            fields[ResponseScanner.Text(field)] = scanner.TakeString() is { } value ? ResponseScanner.Text(value) : null;
            scanner.SkipSpaces();
        }
        return new IdResponse(fields);
    }

    private static List<ImapNamespace> ParseNamespaceKind(ref ResponseScanner scanner)
    {
        var found = new List<ImapNamespace>();
        if (!scanner.TryTake((byte)'('))
        {
            scanner.TakeString();
            return found;
        }
        while (!scanner.TryTake((byte)')'))
        {
            scanner.SkipSpaces();
            scanner.Expect((byte)'(');
            var prefix = MailboxName.Decode(scanner.TakeString() ?? [], isUtf8: false);
            scanner.Expect((byte)' ');
            found.Add(new ImapNamespace(prefix, ParseDelimiter(ref scanner)));
            scanner.SkipSpaces();
            while (!scanner.TryTake((byte)')'))
            {
                scanner.SkipValue();
                scanner.SkipSpaces();
            }
            scanner.SkipSpaces();
        }
        return found;
    }

    private static char? ParseDelimiter(ref ResponseScanner scanner) =>
        scanner.TakeString() is [var delimiter, ..] ? (char)delimiter : null;

    /// <summary>A mailbox may be called NIL, and some servers send its name with spaces but no quotes: neither is worth losing a list for.</summary>
    /// <summary>GNU imap4d does not quote it, whatever is in it; so a bare name reaches up to the counters.</summary>
    private static byte[] TakeStatusName(ref ResponseScanner scanner) =>
        scanner.NextIsBare ? scanner.TakeUpToLastList().TrimEnd((byte)' ').ToArray() : TakeName(ref scanner);

    private static byte[] TakeName(ref ResponseScanner scanner) => scanner.TakeString() ?? "NIL"u8.ToArray();
}
