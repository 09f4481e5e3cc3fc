using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Engines.Mailbox.Composing;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Engines.Mailbox.Documents;

/// <summary>
/// The bytes of a message that a client sends as a carrier. If it is still the message that the mail server delivered, the original bytes
/// are used, with all parts that have no member in the carrier. If the client has changed it, it is composed again.
/// </summary>
internal sealed class MessageOctets(
    CallContext call, MessageReader messages, FolderStore folders, EMailComposer composer, HeritageReader heritage, AssociateStore associates)
{
    /// <param name="email">The message; changed in place when its attachments are left out or completed.</param>
    /// <param name="folderId">Key of its folder, for a message that has only a UID; 0 for none.</param>
    /// <param name="stripAttachments">Whether to leave the attachments out.</param>
    /// <exception cref="InvalidArgumentException">There is no message, or it cannot be used.</exception>
    /// <exception cref="EntityNotFoundException">It names a cached message or a folder that the caller may not see.</exception>
    public async Task<ReadOnlyMemory<byte>> OfAsync(EMailEntity? email, int folderId, bool stripAttachments)
    {
        call.RequireCaller();
        if (email is null)
        {
            throw new InvalidArgumentException("Email", "A message is needed.");
        }

        if (await FindAsync(email, folderId) is not { } item)
        {
            return await ComposeAsync(email, null, stripAttachments);
        }

        if (!item.Complete)
        {
            throw new InvalidArgumentException("Email", "The message is larger than Mail:MaxMessageBytes, so only its header is stored.");
        }

        var original = MimeReader.Read(await messages.RawAsync(item.ContentId, call.Aborted));
        var stored = CarrierMapper.Entity(original, includeStreams: true);
        StoredMembers.Complete(email, stored);
        if (EntityComparer.IsSameMessage(email, stored))
        {
            return stripAttachments ? original.WithoutAttachments() : original.Raw;
        }

        return await ComposeAsync(email, original, stripAttachments);
    }

    private async Task<StoredItem?> FindAsync(EMailEntity email, int folderId)
    {
        var scope = call.RequireCaller().Scope;
        if (folderId != 0 && await folders.FindAsync(folderId, scope, call.Aborted) is null)
        {
            throw new EntityNotFoundException($"There is no folder with id {folderId}.", "FolderId", $"{folderId}");
        }

        if (email.EmailItemId == 0)
        {
            return folderId == 0 || email.ServerId == 0
                ? null
                : await messages.FindInFolderAsync(folderId, CarrierMapper.Uid(email.ServerId), call.Aborted);
        }

        return await messages.FindAsync(email.EmailItemId, scope, call.Aborted)
            ?? throw new EntityNotFoundException($"There is no e-mail with id {email.EmailItemId}.", "EmailItemId", $"{email.EmailItemId}");
    }

    private async Task<ReadOnlyMemory<byte>> ComposeAsync(EMailEntity email, MimeEnvelope? before, bool stripAttachments)
    {
        if (stripAttachments)
        {
            email.Attachments = [];
        }

        var own = await associates.FindByIdAsync(call.RequireCaller().AssociateId, call.Aborted);
        var address = own?.EmailAddress is { Length: > 0 } known ? known : null;
        return composer.ForStoring(email, "Email", address, await heritage.OfAsync(email, before)).ToArray();
    }
}
