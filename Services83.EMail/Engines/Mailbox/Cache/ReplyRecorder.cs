using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Identity;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Sync.Queue;

namespace Services83.EMail.Engines.Mailbox.Cache;

/// <summary>Marks the caller's messages as answered.</summary>
internal sealed class ReplyRecorder(CallContext call, ChangeRecorder recorder, SyncDispatcher dispatcher)
{
    /// <summary>Marks a message as answered now. The change is sent to the server right afterwards, or when the server can be reached
    /// again.</summary>
    /// <param name="messageId">Its Message-ID, with or without angle brackets.</param>
    /// <returns>Whether any of the caller's messages has the Message-ID.</returns>
    /// <exception cref="InvalidArgumentException">The Message-ID is missing.</exception>
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
