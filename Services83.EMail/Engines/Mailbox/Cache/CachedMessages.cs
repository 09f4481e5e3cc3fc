using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Engines.Mailbox.Cache;

/// <summary>A cached message.</summary>
/// <param name="Item">What the database knows of it.</param>
/// <param name="Message">What was received, or written here.</param>
/// <param name="Entity">What callers are told.</param>
internal sealed record OpenedMessage(StoredItem Item, MimeMessage Message, EMailEntity Entity);

/// <summary>Opens cached messages for the associate who asks. Somebody else's message is as if it were not there.</summary>
internal sealed class CachedMessages(CallContext call, MessageReader messages, CarrierFiller filler)
{
    /// <param name="itemId">Key of the message.</param>
    /// <param name="argument">What the operation calls it.</param>
    /// <exception cref="EntityNotFoundException">There is no such message that the caller may see.</exception>
    public async Task<StoredItem> RequireAsync(int itemId, string argument = "Id")
    {
        return await messages.FindAsync(itemId, call.RequireCaller().Scope, call.Aborted)
            ?? throw new EntityNotFoundException($"There is no e-mail with id {itemId}.", argument, $"{itemId}");
    }

    /// <summary>A message and what it says, with the octets of its attachments.</summary>
    /// <exception cref="EntityNotFoundException">There is no such message that the caller may see.</exception>
    public async Task<OpenedMessage> OpenAsync(int itemId) => await OpenAsync(await RequireAsync(itemId), includeAttachments: true);

    /// <param name="item">A message that the caller may see.</param>
    /// <param name="includeAttachments">Whether with the octets of its attachments.</param>
    public async Task<OpenedMessage> OpenAsync(StoredItem item, bool includeAttachments)
    {
        var message = MimeReader.Read(await messages.RawAsync(item.ContentId, call.Aborted));
        if (!item.Complete)
        {
            call.ExtraInfo["Incomplete"] = "The message is larger than Mail:MaxMessageBytes, so that only its header is stored.";
        }

        var original = item.InReplyTo is { } id ? await messages.FindInAccountAsync(item.AccountId, id, call.Aborted) : null;
        var entity = CarrierMapper.Entity(item, message, includeAttachments, original);
        await filler.FillAsync(entity, original?.ItemId);
        return new OpenedMessage(item, message, entity);
    }
}
