using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Messages that are archived as documents, and temporary ones. A part of <see cref="IEMailAgent"/>.</summary>
public interface IDocumentOperations
{
    /// <summary>Reads a message that is archived as a document.</summary>
    /// <param name="documentId">Key of the document.</param>
    /// <returns>The message, with the bytes of its attachments.</returns>
    /// <exception cref="EntityNotFoundException">There is no such document.</exception>
    [OperationContract]
    [Sanitized]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> GetEMailFromDocumentIdAsync([MessageParameter(Name = "DocumentId")] int documentId);

    /// <summary>As <see cref="GetEMailFromDocumentIdAsync"/>, without the bytes of attachments.</summary>
    /// <param name="documentId">Key of the document.</param>
    /// <returns>The message.</returns>
    /// <exception cref="EntityNotFoundException">There is no such document.</exception>
    [OperationContract]
    [Sanitized]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> GetEMailFromDocumentIdWithoutAttachmentStreamAsync([MessageParameter(Name = "DocumentId")] int documentId);

    /// <summary>Makes a message from a document. Nothing is stored.</summary>
    /// <param name="documentEntity">The document; one with the key 0 is about to be created, and the message is new.</param>
    /// <returns>The message.</returns>
    /// <exception cref="EntityNotFoundException">There is no such document.</exception>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> CreateEMailFromDocumentEntityAsync([MessageParameter(Name = "DocumentEntity")] DocumentEntity? documentEntity);

    /// <summary>Writes a message to a temporary file, ready to be archived.</summary>
    /// <param name="email">The message.</param>
    /// <param name="folderId">Key of the folder that the message is in; 0 when it is in none.</param>
    /// <param name="stripAttachments">Whether to leave the attachments out.</param>
    /// <returns>Name of the file, for <see cref="GetEMailFromTempAsync"/>.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<string> SaveEmailToTmpDocumentAsync(
        [MessageParameter(Name = "Email")] EMailEntity? email,
        [MessageParameter(Name = "FolderId")] int folderId,
        [MessageParameter(Name = "StripAttachments")] bool stripAttachments);

    /// <summary>Reads a message back from a temporary file.</summary>
    /// <param name="fileName">A name that was returned before; a path is refused.</param>
    /// <returns>The message.</returns>
    /// <exception cref="InvalidArgumentException">The text is not such a name.</exception>
    /// <exception cref="EntityNotFoundException">There is no such file, or it has expired.</exception>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> GetEMailFromTempAsync([MessageParameter(Name = "FileName")] string? fileName);
}
