using System.Globalization;
using System.Text;

namespace Services83.EMail.Mail.Imap.Protocol;

/// <summary>FETCH (RFC 3501, 7.4.2). Items come in any order; unknown ones are skipped.</summary>
internal static class FetchResponses
{
    public static FetchResponse Parse(uint sequenceNumber, ref ResponseScanner scanner)
    {
        var response = new FetchResponse { SequenceNumber = sequenceNumber };
        scanner.SkipSpaces();
        scanner.Expect((byte)'(');
        scanner.SkipSpaces();
        while (!scanner.TryTake((byte)')'))
        {
            var item = scanner.TakeItemName();
            scanner.SkipSpaces();
            ParseItem(item, response, ref scanner);
            scanner.SkipSpaces();
        }
        return response;
    }

    private static void ParseItem(ReadOnlySpan<byte> item, FetchResponse response, ref ResponseScanner scanner)
    {
        if (Ascii.EqualsIgnoreCase(item, "UID"u8))
        {
            response.Uid = scanner.TakeNumber32();
            if (response.Uid == 0)
            {
                throw scanner.Unexpected("a UID above zero");
            }
        }
        else if (Ascii.EqualsIgnoreCase(item, "FLAGS"u8))
        {
            response.Flags = ParseFlags(ref scanner);
        }
        else if (Ascii.EqualsIgnoreCase(item, "INTERNALDATE"u8))
        {
            response.InternalDate = ParseDate(scanner.TakeString());
        }
        else if (Ascii.EqualsIgnoreCase(item, "RFC822.SIZE"u8))
        {
            response.Size = scanner.TakeNumber();
        }
        else if (Ascii.EqualsIgnoreCase(item, "MODSEQ"u8))
        {
            response.ModSeq = ParseModSeq(ref scanner);
        }
        else if (Ascii.EqualsIgnoreCase(item, "EMAILID"u8))
        {
            response.EmailId = scanner.TakeObjectId();
        }
        else if (Ascii.EqualsIgnoreCase(item, "X-GM-MSGID"u8))
        {
            response.EmailId = scanner.TakeNumber().ToString(CultureInfo.InvariantCulture);
        }
        else if (IsMessageIdField(item))
        {
            response.MessageIdField = Content(response.MessageIdField, ref scanner);
        }
        else if (Ascii.EqualsIgnoreCase(item, "BODY[]"u8) || IsPart(item))
        {
            response.Body = Content(response.Body, ref scanner);
        }
        else if (Ascii.EqualsIgnoreCase(item, "BODY[HEADER]"u8))
        {
            response.Header = Content(response.Header, ref scanner);
        }
        else
        {
            scanner.SkipValue();
        }
    }

    /// <summary>Bytes of the whole message from a given position on: <c>BODY[]&lt;1024&gt;</c>.</summary>
    private static bool IsPart(ReadOnlySpan<byte> item) => item.Length > 7 && Ascii.EqualsIgnoreCase(item[..7], "BODY[]<"u8);

    /// <summary>Servers repeat the name of the field in any letter case, quoted or not.</summary>
    private static bool IsMessageIdField(ReadOnlySpan<byte> item) =>
        Ascii.EqualsIgnoreCase(item, "BODY[HEADER.FIELDS (MESSAGE-ID)]"u8) || Ascii.EqualsIgnoreCase(item, "BODY[HEADER.FIELDS (\"MESSAGE-ID\")]"u8);

    private static ImapLiteral? Content(ImapLiteral? earlier, ref ResponseScanner scanner)
    {
        if (earlier is not null)
        {
            throw scanner.Unexpected("each item once");
        }

        return scanner.TakeContent();
    }

    private static List<string> ParseFlags(ref ResponseScanner scanner)
    {
        scanner.Expect((byte)'(');
        var flags = new List<string>();
        scanner.SkipSpaces();
        while (!scanner.TryTake((byte)')'))
        {
            var flag = scanner.TakeAtom();
            // \Recent says which session saw the message first, nothing about the message.
            if (!Ascii.EqualsIgnoreCase(flag, @"\Recent"u8))
            {
                flags.Add(WellKnownFlag(flag) ?? ResponseScanner.Text(flag));
            }

            scanner.SkipSpaces();
        }
        return flags;
    }

    private static string? WellKnownFlag(ReadOnlySpan<byte> flag)
    {
        foreach (var known in ImapFlags.System)
        {
            if (Ascii.EqualsIgnoreCase(flag, known))
            {
                return known;
            }
        }
        return null;
    }

    private static ulong ParseModSeq(ref ResponseScanner scanner)
    {
        scanner.Expect((byte)'(');
        var modSeq = scanner.TakeNumber();
        scanner.Expect((byte)')');
        return modSeq;
    }

    private static DateTimeOffset? ParseDate(byte[]? text) =>
        text is not null && DateTimeOffset.TryParseExact(
            ResponseScanner.Text(text).Trim(), "d-MMM-yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;
}
