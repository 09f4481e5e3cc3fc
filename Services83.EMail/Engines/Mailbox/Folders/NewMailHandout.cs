using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Identity;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Engines.Mailbox.Folders;

/// <summary>Returns each new message once, in replies of a limited size.</summary>
internal sealed class NewMailHandout(CallContext call, MessageReader messages, CarrierFiller filler, NewMailTurns turns)
    : IDisposable
{
    /// <summary>Most messages in one reply.</summary>
    internal const int MostMessages = 500;

    /// <summary>
    /// Most bytes of XML for the messages of one reply, estimated; the last message may exceed it. Old clients have quotas.
    /// </summary>
    private const int MostOctets = 1 << 20;

    /// <summary>Estimated size of the elements of an envelope and of an address.</summary>
    private const int EnvelopeOctets = 1400, AddressOctets = 640;

    private const string Remaining = "NewMailRemains";

    private IDisposable? _turn;

    /// <summary>
    /// The newest messages of the folders that have not been returned before. They count as returned once the reply was sent completely;
    /// the next call returns the rest, and <c>ExtraInfo</c> says that there is more.
    /// </summary>
    /// <param name="folders">Folders that the caller may see.</param>
    public async Task<EMailEnvelope[]> TakeAsync(IReadOnlyList<StoredFolder> folders)
    {
        // Held until the end of the call, when the reply was sent or not.
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
            if (handedOut.Length > 0)
            {
                await messages.SetAnnouncedAsync(handedOut, cancellationToken);
            }

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
