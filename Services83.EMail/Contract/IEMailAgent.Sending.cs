using Services83.EMail.Soap.ServiceModel;

namespace Services83;

public partial interface IEMailAgent
{
    /// <summary>Sends messages through the caller's account and puts copies into its folder for sent mail.</summary>
    /// <param name="emails">The messages.</param>
    /// <returns>The messages with their Message-ID and time.</returns>
    /// <remarks>When one fails, the error names it, and those before it have been sent.</remarks>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity[]> SendAsync([MessageParameter(Name = "Emails")] EMailEntity[]? emails);

    /// <summary>Makes the draft of a message that forwards another. Nothing is stored.</summary>
    /// <param name="email">The message to forward.</param>
    /// <returns>The draft: subject, quoted text and attachments, addressed to nobody yet.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> CreateForwardEmailAsync([MessageParameter(Name = "Email")] EMailEntity? email);

    /// <summary>Puts a message into the account's folder for drafts.</summary>
    /// <param name="entity">The message.</param>
    /// <returns>The message as it is stored.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> SaveDraftAsync([MessageParameter(Name = "Entity")] EMailEntity? entity);

    /// <summary>Puts a message into a folder of its account on the mail server.</summary>
    /// <param name="email">The message; <see cref="EMailEntity.FolderName"/> says where it goes.</param>
    /// <returns>The message as it is stored, with its UID.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> SaveToMailServerAsync([MessageParameter(Name = "Email")] EMailEntity? email);

    /// <summary>Sends a message and writes it to a temporary file, ready to be archived.</summary>
    /// <param name="email">The message.</param>
    /// <param name="stripAttachments">Whether to leave the attachments out of the file. They are sent all the same.</param>
    /// <returns>Name of the file, for <see cref="GetEMailFromTempAsync"/>.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<string> SendAndSaveEmailToTmpDocumentAsync(
        [MessageParameter(Name = "Email")] EMailEntity? email,
        [MessageParameter(Name = "StripAttachments")] bool stripAttachments);
}
