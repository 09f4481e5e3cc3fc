using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Sends messages through the caller's accounts. A part of <see cref="IEMailAgent"/>.</summary>
public interface ISendingOperations
{
    /// <summary>Sends messages through the caller's account and puts copies into its folder for sent mail.</summary>
    /// <param name="emails">The messages.</param>
    /// <returns>The messages with their Message-ID and time.</returns>
    /// <remarks>If one fails, the error names it, and the messages before it have been sent.</remarks>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity[]> SendAsync([MessageParameter(Name = "Emails")] EMailEntity[]? emails);

    /// <summary>Sends a message and writes it to a temporary file, ready to be archived.</summary>
    /// <param name="email">The message.</param>
    /// <param name="stripAttachments">Whether to leave the attachments out of the file. The sent message has them in any case.</param>
    /// <returns>Name of the file, for <see cref="IDocumentOperations.GetEMailFromTempAsync"/>.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<string> SendAndSaveEmailToTmpDocumentAsync(
        [MessageParameter(Name = "Email")] EMailEntity? email,
        [MessageParameter(Name = "StripAttachments")] bool stripAttachments);
}
