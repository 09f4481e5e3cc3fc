using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Drafts made from other messages. A part of <see cref="IEMailAgent"/>.</summary>
public interface IForwardOperations
{
    /// <summary>Makes the draft of a message that forwards another one. Nothing is stored.</summary>
    /// <param name="email">The message to forward.</param>
    /// <returns>The draft: subject, quoted text and attachments, addressed to nobody yet.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> CreateForwardEmailAsync([MessageParameter(Name = "Email")] EMailEntity? email);
}
