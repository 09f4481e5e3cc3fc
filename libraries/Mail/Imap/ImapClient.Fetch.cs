using System.Globalization;
using System.Runtime.CompilerServices;
using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap;

// UID FETCH (RFC 3501, 6.4.8; CHANGEDSINCE, RFC 7162).
public sealed partial class ImapClient
{
    /// <summary>
    /// Messages as the server sends them, one at a time; the caller disposes each. UIDs that do not exist are left out without an error,
    /// and messages that were not requested are dropped. A flag change by another client may come in between, with flags only. If the
    /// caller stops early, the rest is still read and discarded.
    /// </summary>
    /// <param name="uids">Empty: nothing is sent.</param>
    /// <param name="items">The data to fetch besides the UID.</param>
    /// <param name="changedSince">Only messages with a higher modification sequence; needs CONDSTORE.</param>
    /// <param name="cancellationToken">Cancelling it during the command closes the connection.</param>
    public async IAsyncEnumerable<FetchResponse> UidFetchAsync(
        UidSet uids, FetchItems items, ulong? changedSince, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var turn = TakeTurn();
        foreach (var piece in uids.Split(ImapCommand.MaxSetLength))
        {
            var command = FetchCommand(piece, items, changedSince);
            var tag = await SendAsync(command, cancellationToken);
            TaggedResponse? end = null;
            try
            {
                while (true)
                {
                    var response = await ReceiveAsync(cancellationToken);
                    if (response is TaggedResponse tagged)
                    {
                        end = await MatchAsync(tagged, tag);
                        break;
                    }
                    if (response is ContinuationResponse)
                    {
                        throw await BrokenAsync(new ImapProtocolException("The server asks for more data although the UID FETCH is complete."));
                    }

                    if (response is FetchDataResponse { Data: var data } && piece.Contains(data.Uid))
                    {
                        yield return data;
                    }
                    else
                    {
                        Offer(response, null);
                    }
                }
            }
            finally
            {
                if (end is null && IsConnected)
                {
                    await CompleteAsync(tag, null, cancellationToken);
                }
            }
            if (end.Status != ResponseStatus.Ok)
            {
                throw Refused(command, end);
            }
        }
    }

    /// <summary>Some bytes of one message, without setting \Seen.</summary>
    /// <param name="uid">The UID of the message.</param>
    /// <param name="items">Further data to fetch; not the header or the body.</param>
    /// <param name="first">The first byte, from 0.</param>
    /// <param name="length">Number of bytes, 1 or more. At the end of the message there are fewer, and after it none.</param>
    /// <param name="cancellationToken">Cancelling it during the command closes the connection.</param>
    /// <returns>The bytes are its body; null when the server sends nothing for the message.</returns>
    public async Task<FetchResponse?> UidFetchPartAsync(uint uid, FetchItems items, long first, int length, CancellationToken cancellationToken)
    {
        if ((items & (FetchItems.Header | FetchItems.Body)) != FetchItems.None)
        {
            throw new ArgumentException("Header and Body cannot be requested together with a part.", nameof(items));
        }

        var command = FetchCommand(UidSet.Of(uid), items, changedSince: null, part: string.Create(CultureInfo.InvariantCulture, $"<{first}.{length}>"));
        FetchResponse? found = null;
        await RunAsync(command, TakePart, cancellationToken);
        return found;

        bool TakePart(Response response)
        {
            if (response is not FetchDataResponse { Data: { Body: not null } data } || data.Uid != uid || found is not null)
            {
                return false;
            }

            found = data;
            return true;
        }
    }

    private ImapCommand FetchCommand(UidSet uids, FetchItems items, ulong? changedSince, string? part = null)
    {
        var names = new List<string> { "UID" };
        if (items.HasFlag(FetchItems.Flags))
        {
            names.Add("FLAGS");
        }

        if (items.HasFlag(FetchItems.InternalDate))
        {
            names.Add("INTERNALDATE");
        }

        if (items.HasFlag(FetchItems.Size))
        {
            names.Add("RFC822.SIZE");
        }

        if (items.HasFlag(FetchItems.ModSeq))
        {
            names.Add("MODSEQ");
        }

        if (items.HasFlag(FetchItems.EmailId))
        {
            names.Add(Capabilities.ObjectId ? "EMAILID" : "X-GM-MSGID");
        }

        if (items.HasFlag(FetchItems.MessageId))
        {
            names.Add("BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]");
        }

        if (items.HasFlag(FetchItems.Header))
        {
            names.Add("BODY.PEEK[HEADER]");
        }

        if (items.HasFlag(FetchItems.Body))
        {
            names.Add("BODY.PEEK[]");
        }

        if (part is not null)
        {
            names.Add($"BODY.PEEK[]{part}");
        }

        var contents = part is null && (items & (FetchItems.Header | FetchItems.Body)) == FetchItems.None ? 0 : uids.Count;
        var command = new ImapCommand("UID FETCH") { Contents = contents }.Add(uids.ToString()).Add($"({string.Join(' ', names)})");
        return changedSince is { } modSeq
            ? command.Add(string.Create(CultureInfo.InvariantCulture, $"(CHANGEDSINCE {modSeq})"))
            : command;
    }
}
