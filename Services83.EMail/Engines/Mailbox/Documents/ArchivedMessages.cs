using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage.Documents;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Engines.Mailbox.Documents;

/// <summary>
/// Reads the archive for the caller. A document may be read by its owner, by privileged users and, if it is shared, by everybody; for others
/// it does not exist.
/// </summary>
internal sealed class ArchivedMessages(CallContext call, DocumentStore documents, MessageReader contents, CarrierFiller filler)
{
    /// <param name="documentId">Key of the document.</param>
    /// <param name="argument">The name of the argument in the operation.</param>
    /// <exception cref="EntityNotFoundException">There is no such document that the caller may read.</exception>
    public async Task<StoredDocument> RequireAsync(int documentId, string argument) =>
        await documents.FindAsync(documentId, call.RequireCaller().Scope, call.Aborted)
        ?? throw new EntityNotFoundException($"There is no document {documentId}.", argument, $"{documentId}");

    /// <summary>The message as it was received.</summary>
    /// <inheritdoc cref="RequireAsync"/>
    public async Task<byte[]> RawAsync(int documentId, string argument) =>
        await contents.RawAsync((await RequireAsync(documentId, argument)).ContentId, call.Aborted);

    /// <exception cref="EntityNotFoundException">There is no such document that the caller may read.</exception>
    public async Task<EMailEntity> ReadAsync(int documentId, bool includeAttachments)
    {
        var document = await RequireAsync(documentId, "DocumentId");
        var entity = await EntityAsync(await contents.RawAsync(document.ContentId, call.Aborted), includeAttachments);
        entity.EMailSOInfo = new EMailSOInfo
        {
            DocumentId = document.DocumentId,
            Archived = true,
            ArchivedAt = document.CreatedAt.UtcDateTime,
            ArchivedBy = document.AssociateId,
            ArchivedDisplayName = document.FullName,
        };
        return entity;
    }

    /// <summary>A message with the owners of its addresses.</summary>
    public Task<EMailEntity> EntityAsync(byte[] raw, bool includeAttachments) =>
        filler.FillAddressesAsync(CarrierMapper.Entity(MimeReader.Read(raw), includeAttachments));
}
