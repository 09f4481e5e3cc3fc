using System.Text;

namespace Services83.EMail.Mail.Imap.Protocol;

/// <summary>Turns a raw response into a typed one. Unknown parts are ignored; known parts must be well formed.</summary>
internal static class ResponseParser
{
    /// <summary>Takes ownership of the literals: those that do not become part of the result are disposed.</summary>
    /// <exception cref="ImapProtocolException">The response breaks the grammar.</exception>
    public static Response Parse(RawResponse raw)
    {
        try
        {
            var scanner = new ResponseScanner(raw.Text.Span, raw.Literals);
            var response = Parse(ref scanner);
            DisposeUnused(raw.Literals, (response as FetchDataResponse)?.Data);
            return response;
        }
        catch (ImapProtocolException)
        {
            raw.Dispose();
            throw;
        }
    }

    private static void DisposeUnused(IReadOnlyList<ImapLiteral> literals, FetchResponse? owner)
    {
        foreach (var literal in literals)
        {
            if (literal != owner?.Body && literal != owner?.Header)
            {
                literal.Dispose();
            }
        }
    }

    private static Response Parse(ref ResponseScanner scanner)
    {
        if (scanner.TryTake((byte)'+'))
        {
            return new ContinuationResponse(ResponseScanner.Text(scanner.Rest).TrimStart(' '));
        }

        if (scanner.AtEnd)
        {
            return new UnknownResponse("");
        }

        var tag = scanner.TakeAtomText();
        scanner.Expect((byte)' ');
        return tag == "*" ? ParseUntagged(ref scanner) : ParseTagged(tag, ref scanner);
    }

    private static TaggedResponse ParseTagged(string tag, ref ResponseScanner scanner)
    {
        if (!TryTakeStatus(scanner.TakeAtomText(), out var status) || status is ResponseStatus.Bye or ResponseStatus.PreAuth)
        {
            throw scanner.Unexpected("OK, NO or BAD");
        }

        var (code, text) = ParseStatusText(ref scanner);
        return new TaggedResponse(tag, status, code, text);
    }

    private static Response ParseUntagged(ref ResponseScanner scanner)
    {
        scanner.SkipSpaces();
        if (!scanner.AtEnd && char.IsAsciiDigit((char)scanner.Rest[0]))
        {
            return ParseNumbered(ref scanner);
        }

        if (scanner.AtEnd)
        {
            return new UnknownResponse("");
        }

        var keyword = scanner.TakeAtomText().ToUpperInvariant();
        if (TryTakeStatus(keyword, out var status))
        {
            var (code, text) = ParseStatusText(ref scanner);
            return new StatusResponse(status, code, text);
        }
        scanner.SkipSpaces();
        return keyword switch
        {
            "CAPABILITY" => new CapabilityResponse(Words(ref scanner)),
            "ENABLED" => new EnabledResponse(Words(ref scanner)),
            "FLAGS" => new FlagsResponse(scanner.TakeAtomList()),
            "LIST" => MailboxResponses.ParseList(ref scanner, isLsub: false),
            "LSUB" => MailboxResponses.ParseList(ref scanner, isLsub: true),
            "STATUS" => MailboxResponses.ParseStatus(ref scanner),
            "SEARCH" => SearchResponses.ParseSearch(ref scanner),
            "ESEARCH" => SearchResponses.ParseEsearch(ref scanner),
            "VANISHED" => SearchResponses.ParseVanished(ref scanner),
            _ => new UnknownResponse(keyword),
        };
    }

    private static Response ParseNumbered(ref ResponseScanner scanner)
    {
        var number = scanner.TakeNumber32();
        scanner.Expect((byte)' ');
        var keyword = scanner.TakeAtom();
        if (Ascii.EqualsIgnoreCase(keyword, "FETCH"u8))
        {
            return new FetchDataResponse(FetchResponses.Parse(number, ref scanner));
        }

        if (Ascii.EqualsIgnoreCase(keyword, "EXISTS"u8))
        {
            return new ExistsResponse(number);
        }

        if (Ascii.EqualsIgnoreCase(keyword, "EXPUNGE"u8))
        {
            return new ExpungeResponse(number);
        }

        return new UnknownResponse(ResponseScanner.Text(keyword));
    }

    /// <summary>If text begins with a bracket that is never closed, all of it is text.</summary>
    private static (ResponseCode? Code, string Text) ParseStatusText(ref ResponseScanner scanner)
    {
        scanner.SkipSpaces();
        var rest = ResponseScanner.Text(scanner.Rest);
        if (!rest.StartsWith('['))
        {
            return (null, rest);
        }

        var close = CodeEnd(rest);
        if (close < 0)
        {
            return (null, rest);
        }

        var code = rest[1..close];
        var space = code.IndexOf(' ');
        var name = (space < 0 ? code : code[..space]).ToUpperInvariant();
        return (new ResponseCode(name, space < 0 ? "" : code[(space + 1)..]), rest[(close + 1)..].TrimStart(' '));
    }

    private static int CodeEnd(string text)
    {
        var quoted = false;
        for (var i = 1; i < text.Length; i++)
        {
            if (quoted && text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && text[i] == ']')
            {
                return i;
            }
        }
        return -1;
    }

    private static string[] Words(ref ResponseScanner scanner) =>
        ResponseScanner.Text(scanner.Rest).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static bool TryTakeStatus(string word, out ResponseStatus status)
    {
        (var known, status) = word.ToUpperInvariant() switch
        {
            "OK" => (true, ResponseStatus.Ok),
            "NO" => (true, ResponseStatus.No),
            "BAD" => (true, ResponseStatus.Bad),
            "BYE" => (true, ResponseStatus.Bye),
            "PREAUTH" => (true, ResponseStatus.PreAuth),
            _ => (false, default),
        };
        return known;
    }
}
