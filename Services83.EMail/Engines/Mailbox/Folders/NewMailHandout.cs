using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Identity;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Engines.Mailbox.Folders;

/// <summary>Hands out each message once, in replies of a bounded size.</summary>
internal sealed class NewMailHandout(CallContext call, MessageReader messages, CarrierFiller filler, NewMailTurns turns)
    : IDisposable
{
    /// <summary>Messages in one reply.</summary>
    internal const int MostMessages = 500;

    /// <summary>
    /// What the messages of one reply may come to, roughly and in octets of XML; it may end with a larger one. Old clients have quotas.
    /// </summary>
    private const int MostOctets = 1 << 20;

    /// <summary>Of an envelope's and of an address's elements.</summary>
    private const int EnvelopeOctets = 1400, AddressOctets = 640;

    private const string Remaining = "NewMailRemains";

    private IDisposable? _turn;

    /// <summary>
    /// The newest messages of the folders that have not been handed out before. They count as handed out once the reply has been written;
    /// what does not fit in comes with the next call, and <c>ExtraInfo</c> says that there is more.
    /// </summary>
    /// <param name="folders">That the caller may see.</param>
    public async Task<EMailEnvelope[]> TakeAsync(IReadOnlyList<StoredFolder> folders)
    {
        // To the end of the call, when the reply has been written, or not.
        _turn = await turns.TakeAsync(folders.Select(folder => folder.AccountId), call.Aborted);
        int[] folderIds = [.. folders.Select(folder => folder.FolderId).Distinct()];
        var found = await messages.UnannouncedAsync(folderIds, MostMessages + 1, call.Aborted);
        var envelopes = Fitting(found.Take(MostMessages)).ToList();
        await filler.FillAsync(envelopes);
        var remains = envelopes.Count < found.Count;
        if (remains)
        {
            call.ExtraInfo[Remaining] = "true";
        }

        int[] handedOut = [.. envelopes.Select(envelope => envelope.ItemId)];
        call.OnReplyWritten(async cancellationToken =>
        {
            await messages.SetAnnouncedAsync(handedOut, cancellationToken);
            turns.SetUnfinished(folderIds, remains);
        });
        return [.. envelopes.Select(one => one.Envelope)];
    }

    public void Dispose() => _turn?.Dispose();

    private static IEnumerable<(int ItemId, EMailEnvelope Envelope)> Fitting(IEnumerable<StoredItem> items)
    {
        var left = MostOctets;
        foreach (var item in items)
        {
            if (left <= 0)
            {
                yield break;
            }

            var envelope = CarrierMapper.Envelope(item);
            left -= EnvelopeOctets + (AddressOctets * (envelope.To?.Length ?? 0)) + (2 * (envelope.Subject?.Length ?? 0));
            yield return (item.ItemId, envelope);
        }
    }
}
