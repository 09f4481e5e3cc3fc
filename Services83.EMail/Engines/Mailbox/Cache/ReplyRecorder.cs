using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Identity;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Sync.Queue;

namespace Services83.EMail.Engines.Mailbox.Cache;

/// <summary>Notes which of the caller's messages have been answered.</summary>
internal sealed class ReplyRecorder(CallContext call, ChangeRecorder recorder, SyncDispatcher dispatcher)
{
    /// <summary>Notes that a message has just been answered. The server is told right afterwards, or when it can be reached again.</summary>
    /// <param name="messageId">Its Message-ID, with angle brackets or without.</param>
    /// <returns>Whether any of the caller's messages has the Message-ID.</returns>
    /// <exception cref="InvalidArgumentException">There is no Message-ID.</exception>
    public async Task<bool> RecordAsync(string? messageId)
    {
        var id = MessageIds.Require(messageId);
        var items = await recorder.FindByMessageIdAsync(id, call.RequireCaller().AssociateId, call.Aborted);
        if (items.Count > 0)
        {
            await recorder.SetRepliedAsync([.. items.Select(item => item.ItemId)], call.Aborted);
            await dispatcher.SweepAsync(call.Aborted);
        }

        return items.Count > 0;
    }
}
