using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Messages that callers write or change, and save. A part of <see cref="IEMailAgent"/>.</summary>
public interface IDraftOperations
{
    /// <summary>Stores a message in the database only.</summary>
    /// <param name="email">The message; a new one when its key is 0.</param>
    /// <returns>The message as it is stored, with its key.</returns>
    /// <exception cref="EntityNotFoundException">There is no message with that key.</exception>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> SaveAsync([MessageParameter(Name = "Email")] EMailEntity? email);

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
}
