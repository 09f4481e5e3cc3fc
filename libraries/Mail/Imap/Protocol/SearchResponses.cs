using System.Text;

namespace Services83.EMail.Mail.Imap.Protocol;

/// <summary>SEARCH, ESEARCH and VANISHED: the responses that hold sets of messages (RFC 3501, 7.2.5; RFC 4731; RFC 7162).</summary>
internal static class SearchResponses
{
    public static SearchResponse ParseSearch(ref ResponseScanner scanner)
    {
        var uids = new List<uint>();
        scanner.SkipSpaces();
        while (!scanner.AtEnd)
        {
            // RFC 7162 ends the list with (MODSEQ n).
            if (scanner.Next((byte)'('))
            {
                scanner.SkipValue();
            }
            else
            {
                uids.Add(NonZero(ref scanner));
            }

            scanner.SkipSpaces();
        }
        return new SearchResponse(UidSet.Of(uids));
    }

    public static SearchResponse ParseEsearch(ref ResponseScanner scanner)
    {
        var uids = UidSet.Empty;
        if (scanner.Next((byte)'('))
        {
            scanner.SkipValue();
        }

        scanner.SkipSpaces();
        while (!scanner.AtEnd)
        {
            var item = scanner.TakeAtom();
            scanner.SkipSpaces();
            if (Ascii.EqualsIgnoreCase(item, "ALL"u8))
            {
                uids = TakeSet(ref scanner);
            }
            else if (!Ascii.EqualsIgnoreCase(item, "UID"u8))
            {
                scanner.SkipValue();
            }

            scanner.SkipSpaces();
        }
        return new SearchResponse(uids);
    }

    public static VanishedResponse ParseVanished(ref ResponseScanner scanner)
    {
        var earlier = scanner.Next((byte)'(');
        if (earlier)
        {
            scanner.SkipValue();
            scanner.SkipSpaces();
        }
        return new VanishedResponse(earlier, TakeSet(ref scanner));
    }

    private static UidSet TakeSet(ref ResponseScanner scanner)
    {
        var text = scanner.TakeAtomText();
        if (text.Contains('*') || !UidSet.TryParse(text, out var set))
        {
            throw scanner.Unexpected("a set of UIDs");
        }

        return set;
    }

    private static uint NonZero(ref ResponseScanner scanner)
    {
        var uid = scanner.TakeNumber32();
        return uid != 0 ? uid : throw scanner.Unexpected("a UID above zero");
    }
}
