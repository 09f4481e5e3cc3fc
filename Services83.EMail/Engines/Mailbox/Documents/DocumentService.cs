using Services83.EMail.AddressBook;
using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Engines.Mailbox.Temporary;
using Services83.EMail.Identity;

namespace Services83.EMail.Engines.Mailbox.Documents;

/// <summary>
/// Messages of the archive and temporary documents. A document may be read by its owner, by privileged users and, if it is shared, by
/// everybody; for others it does not exist.
/// </summary>
internal sealed class DocumentService(
    CallContext call, ArchivedMessages archive, TemporaryDocuments temporary, AddressLookup addresses, PersonReader persons,
    AssociateStore associates, MessageOctets octets) : IDocumentOperations
{
    /// <exception cref="EntityNotFoundException">There is no such document that the caller may read.</exception>
    public Task<EMailEntity> GetEMailFromDocumentIdAsync(int documentId) => archive.ReadAsync(documentId, includeAttachments: true);

    /// <inheritdoc cref="GetEMailFromDocumentIdAsync" />
    public Task<EMailEntity> GetEMailFromDocumentIdWithoutAttachmentStreamAsync(int documentId) => archive.ReadAsync(documentId, includeAttachments: false);

    /// <summary>
    /// The archived message if the document has a key; else a new message to the document's person, with its title as the subject and its
    /// description as the text. If the person has a key and no address, the address is taken from the address book. Both are tied to the
    /// project and the sale that the document names.
    /// </summary>
    /// <exception cref="InvalidArgumentException">There is no document entity.</exception>
    /// <exception cref="EntityNotFoundException">There is no such document that the caller may read.</exception>
    public async Task<EMailEntity> CreateEMailFromDocumentEntityAsync(DocumentEntity? documentEntity)
    {
        call.RequireCaller();
        if (documentEntity is null)
        {
            throw new InvalidArgumentException("DocumentEntity", "A document is needed.");
        }

        var entity = documentEntity.DocumentId != 0
            ? await archive.ReadAsync(documentEntity.DocumentId, includeAttachments: true)
            : await DraftAsync(documentEntity);
        entity.EMailSOInfo!.ProjectId = documentEntity.Project?.ProjectId ?? 0;
        entity.EMailSOInfo.SaleId = documentEntity.Sale?.SaleId ?? 0;
        return entity;
    }

    /// <summary>Keeps a message for some time, so that it can be archived.</summary>
    /// <returns>The name by which it can be read.</returns>
    /// <inheritdoc cref="MessageOctets.OfAsync" />
    /// <exception cref="ThrottledException">The caller has too many temporary documents.</exception>
    public async Task<string> SaveEmailToTmpDocumentAsync(EMailEntity? email, int folderId, bool stripAttachments) =>
        await temporary.AddAsync(await octets.OfAsync(email, folderId, stripAttachments));

    /// <exception cref="InvalidArgumentException">The text is not the name of a temporary document.</exception>
    /// <exception cref="EntityNotFoundException">The caller has no document with that name, or it has expired.</exception>
    public async Task<EMailEntity> GetEMailFromTempAsync(string? fileName) =>
        await archive.EntityAsync(await temporary.ReadAsync(fileName), includeAttachments: true);

    private async Task<EMailEntity> DraftAsync(DocumentEntity document)
    {
        var owner = await associates.FindByIdAsync(call.RequireCaller().AssociateId, call.Aborted);
        var entity = EMailDefaults.Entity();
        entity.From!.Address = owner?.EmailAddress ?? "";
        entity.From.Name = owner?.FullName ?? "";
        entity.Subject = document.Header ?? "";
        entity.PlainBody = document.Description ?? "";
        var known = document.Person is { PersonId: not 0 and var id } ? await persons.FindAsync(id, call.Aborted) : null;
        entity.To = Recipient(document.Person, known) is { } recipient ? [recipient] : [];
        await addresses.FillAsync(entity, call.Aborted);
        if (entity.To is [{ } to] && known is not null && to.DuplicatePersonIds!.Contains(known.PersonId))
        {
            // Several persons may share the address; the document says which one it is.
            (to.PersonId, to.PersonName, to.ContactId, to.ContactName) = (known.PersonId, known.FullName, known.ContactId, known.Contact?.Name ?? "");
        }

        return entity;
    }

    /// <summary>The document's data of its person take precedence over those of the address book.</summary>
    private static EMailAddress? Recipient(Person? said, StoredPerson? known)
    {
        var booked = known is { Addresses: [var first, ..] } ? first.Address : null;
        var address = string.IsNullOrWhiteSpace(said?.Email) ? booked : said.Email;
        var name = string.IsNullOrWhiteSpace(said?.FullName) ? known?.FullName : said.FullName;
        return address is null ? null : CarrierMapper.Address(name ?? "", address);
    }
}
