namespace Services83.EMail.Engines.Mailbox;

internal sealed partial class EMailAgent
{
    public Task<EMailEntity> GetEMailFromDocumentIdAsync(int documentId) => documents.ReadAsync(documentId, includeAttachments: true);

    public Task<EMailEntity> GetEMailFromDocumentIdWithoutAttachmentStreamAsync(int documentId) =>
        documents.ReadAsync(documentId, includeAttachments: false);

    public Task<EMailEntity> CreateEMailFromDocumentEntityAsync(DocumentEntity? documentEntity) => documents.CreateAsync(documentEntity);

    public Task<string> SaveEmailToTmpDocumentAsync(EMailEntity? email, int folderId, bool stripAttachments) =>
        documents.SaveTemporaryAsync(email, folderId, stripAttachments);

    public Task<EMailEntity> GetEMailFromTempAsync(string? fileName) => documents.ReadTemporaryAsync(fileName);

    public Task<EMailSOInfo> GetEMailSOInfoAsync(int emailSOInfoId) => messages.GetTieAsync(emailSOInfoId);
}
