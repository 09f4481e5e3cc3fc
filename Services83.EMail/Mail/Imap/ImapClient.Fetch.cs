using System.Globalization;
using System.Runtime.CompilerServices;
using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap;

// UID FETCH (RFC 3501, 6.4.8; CHANGEDSINCE, RFC 7162).
public sealed partial class ImapClient
{
    /// <summary>
    /// Messages as the server sends them, one at a time; the reader disposes each. UIDs that do not exist are left out without an error,
    /// and messages that were not asked for are dropped. A flag change made elsewhere may come in between, with flags only.
    /// Whoever stops early waits for the rest to be read and thrown away.
    /// </summary>
    /// <param name="uids">Empty: nothing is sent.</param>
    /// <param name="items">What to ask for besides the UID.</param>
    /// <param name="changedSince">Only messages with a higher modification sequence; needs CONDSTORE.</param>
    /// <param name="cancellationToken">Closes the connection when it fires in the midst.</param>
    public async IAsyncEnumerable<FetchResponse> UidFetchAsync(
        UidSet uids, FetchItems items, ulong? changedSince, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var turn = TakeTurn();
        foreach (var piece in uids.Split(MaxSetLength))
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
                    if (response is ContinuationResponse) throw await BrokenAsync(new ImapProtocolException("The server waits for more of a complete UID FETCH."));
                    if (response is FetchDataResponse { Data: var data } && piece.Contains(data.Uid)) yield return data;
                    else Offer(response, null);
                }
            }
            finally
            {
                if (end is null && IsConnected) await CompleteAsync(tag, null, cancellationToken);
            }
            if (end.Status != ResponseStatus.Ok) throw Refused(command, end);
        }
    }

    private static ImapCommand FetchCommand(UidSet uids, FetchItems items, ulong? changedSince)
    {
        var names = new List<string> { "UID" };
        if (items.HasFlag(FetchItems.Flags)) names.Add("FLAGS");
        if (items.HasFlag(FetchItems.InternalDate)) names.Add("INTERNALDATE");
        if (items.HasFlag(FetchItems.Size)) names.Add("RFC822.SIZE");
        if (items.HasFlag(FetchItems.ModSeq)) names.Add("MODSEQ");
        if (items.HasFlag(FetchItems.Header)) names.Add("BODY.PEEK[HEADER]");
        if (items.HasFlag(FetchItems.Body)) names.Add("BODY.PEEK[]");
        var command = new ImapCommand("UID FETCH").Add(uids.ToString()).Add($"({string.Join(' ', names)})");
        return changedSince is { } modSeq
            ? command.Add(string.Create(CultureInfo.InvariantCulture, $"(CHANGEDSINCE {modSeq})"))
            : command;
    }
}
