using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Engines.Mailbox.Cache;

/// <summary>A cached message.</summary>
/// <param name="Item">Its row in the database.</param>
/// <param name="Message">The message as it was received, or written here.</param>
/// <param name="Entity">The carrier for callers.</param>
internal sealed record OpenedMessage(StoredItem Item, MimeMessage Message, EMailEntity Entity);

/// <summary>Reads cached messages for the caller. For the caller, other people's messages do not exist.</summary>
internal sealed class CachedMessages(CallContext call, MessageReader messages, CarrierFiller filler)
{
    /// <param name="itemId">Key of the message.</param>
    /// <param name="argument">The name of the argument in the operation.</param>
    /// <exception cref="EntityNotFoundException">There is no such message that the caller may see.</exception>
    public async Task<StoredItem> RequireAsync(int itemId, string argument = "Id")
    {
        return await messages.FindAsync(itemId, call.RequireCaller().Scope, call.Aborted)
            ?? throw new EntityNotFoundException($"There is no e-mail with id {itemId}.", argument, $"{itemId}");
    }

    /// <summary>A message with its content and the bytes of its attachments.</summary>
    /// <exception cref="EntityNotFoundException">There is no such message that the caller may see.</exception>
    public async Task<OpenedMessage> OpenAsync(int itemId) => await OpenAsync(await RequireAsync(itemId), includeAttachments: true);

    /// <param name="item">A message that the caller may see.</param>
    /// <param name="includeAttachments">Whether to include the bytes of its attachments.</param>
    public async Task<OpenedMessage> OpenAsync(StoredItem item, bool includeAttachments)
    {
        var message = await ReadAsync(item.ContentId, includeAttachments);
        if (!item.Complete)
        {
            call.ExtraInfo["Incomplete"] = "The message is larger than Mail:MaxMessageBytes, so only its header is stored.";
        }

        var original = item.InReplyTo is { } id ? await messages.FindInAccountAsync(item.AccountId, id, call.Aborted) : null;
        var entity = CarrierMapper.Entity(item, message, includeAttachments, original);
        await filler.FillAsync(entity, original?.ItemId);
        return new OpenedMessage(item, message, entity);
    }

    /// <summary>Without the attachments, most of the bytes of a large message are not needed.</summary>
    private async Task<MimeMessage> ReadAsync(int contentId, bool includeAttachments)
    {
        var outline = includeAttachments ? null : await messages.OutlineAsync(contentId, call.Aborted);
        var message = outline is null ? null : MimeReader.ReadOutline(new MimeOutline(outline.Raw, outline.Sizes));

        // A large calendar is rare, and is needed to tell whether there is one appointment.
        return message is null || message.Attachments.Any(part => !part.HasBody && MailCalendars.IsCalendar(part))
            ? MimeReader.Read(await messages.RawAsync(contentId, call.Aborted))
            : message;
    }
}
