namespace Services83.EMail.Mail.Imap.Protocol;

/// <summary>LIST, LSUB and STATUS (RFC 3501, 7.2).</summary>
internal static class MailboxResponses
{
    public static ListResponse ParseList(ref ResponseScanner scanner, bool isLsub)
    {
        var attributes = scanner.TakeAtomList();
        scanner.Expect((byte)' ');
        var delimiter = ParseDelimiter(ref scanner);
        scanner.Expect((byte)' ');
        // Extended data after the name (RFC 5258) are not used here.
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
            if (!scanner.AtEnd && char.IsAsciiDigit((char)scanner.Rest[0]))
            {
                items[item] = scanner.TakeNumber();
            }
            else
            {
                scanner.SkipValue();
            }

            scanner.SkipSpaces();
        }
        return new StatusDataResponse(name, items);
    }

    private static char? ParseDelimiter(ref ResponseScanner scanner) =>
        scanner.TakeString() is [var delimiter, ..] ? (char)delimiter : null;

    /// <summary>GNU imap4d does not quote the name, whatever it contains; so an unquoted name extends to the counters.</summary>
    private static byte[] TakeStatusName(ref ResponseScanner scanner) =>
        scanner.NextIsBare ? scanner.TakeUpToLastList().TrimEnd((byte)' ').ToArray() : TakeName(ref scanner);

    /// <summary>A mailbox may be called NIL: not a reason to refuse the list.</summary>
    private static byte[] TakeName(ref ResponseScanner scanner) => scanner.TakeString() ?? "NIL"u8.ToArray();
}
