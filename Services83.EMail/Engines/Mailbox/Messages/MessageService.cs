using Services83.EMail.Engines.Mailbox.Cache;
using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Engines.Mailbox.Messages;

/// <summary>Reads cached messages for the caller. For the caller, other people's messages do not exist.</summary>
internal sealed class MessageService(CallContext call, MessageReader messages, CachedMessages cached, CarrierFiller filler)
    : IMessageOperations
{
    /// <exception cref="EntityNotFoundException">There is no such message that the caller may see.</exception>
    public async Task<EMailEntity> GetEMailAsync(int id, bool includeAttachments) =>
        (await cached.OpenAsync(await cached.RequireAsync(id), includeAttachments)).Entity;

    /// <summary>The ties of a message: ties have the keys of their messages.</summary>
    /// <exception cref="EntityNotFoundException">There is no such message that the caller may see.</exception>
    public async Task<EMailSOInfo> GetEMailSOInfoAsync(int emailSOInfoId) =>
        await filler.TieAsync((await cached.RequireAsync(emailSOInfoId, "EMailSOInfoId")).ItemId);

    /// <summary>Null when there is no such message that the caller may see.</summary>
    public async Task<EMailEntity?> GetMailFromMessageIdAsync(string? messageId)
    {
        var id = MessageIds.Require(messageId);
        return await FindAsync(scope => messages.FindByMessageIdAsync(id, scope, call.Aborted));
    }

    /// <summary>The newest answer; null when there is none that the caller may see.</summary>
    public async Task<EMailEntity?> GetMailFromInReplyToAsync(string? messageId)
    {
        var id = MessageIds.Require(messageId);
        return await FindAsync(scope => messages.FindByInReplyToAsync(id, scope, call.Aborted));
    }

    /// <param name="attachmentId">Content-ID or section number, as in <see cref="EMailAttachment.Id"/>.</param>
    public async Task<EMailAttachment> GetAttachmentFromIdAsync(int mailItemId, string? attachmentId)
    {
        var item = await cached.RequireAsync(mailItemId);
        var message = MimeReader.Read(await messages.RawAsync(item.ContentId, call.Aborted));
        return CarrierMapper.Attachment(message, attachmentId, $"Message {mailItemId}");
    }

    /// <exception cref="InvalidArgumentException">The text has no header.</exception>
    public Task<EMailEntity> CreateEMailFromMimeMessageAsync(string? mimeMessage)
    {
        call.RequireCaller();
        var message = MimeReader.Read(CarrierMapper.Octets(mimeMessage ?? ""));
        return message.Headers.Count > 0
            ? filler.FillAddressesAsync(CarrierMapper.Entity(message, includeStreams: true))
            : throw new InvalidArgumentException("MimeMessage", "The text is not a MIME message: it has no header.");
    }

    /// <summary>A privileged caller finds everybody's mail, its own first.</summary>
    private async Task<EMailEntity?> FindAsync(Func<Scope, Task<StoredItem?>> find)
    {
        var caller = call.RequireCaller();
        var item = await find(caller.Own);
        if (item is null && caller.IsPrivileged)
        {
            item = await find(caller.Scope);
        }

        return item is null ? null : (await cached.OpenAsync(item, includeAttachments: false)).Entity;
    }
}
