using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Cached folders, and what is new in them. A part of <see cref="IEMailAgent"/>.</summary>
public interface IFolderOperations
{
    /// <summary>Fetches the list of folders of the caller's account and caches it.</summary>
    /// <returns>The folders, as the server lists them.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailFolder[]> CacheFolderListAsync();

    /// <summary>Fetches the new messages in folders of the caller's account.</summary>
    /// <param name="folders">Keys of the folders; null or empty for all subscribed ones.</param>
    /// <returns>The new messages, newest first; empty when there are none.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEnvelope[]> GetNewMailAsync([MessageParameter(Name = "Folders")] int[]? folders);

    /// <summary>Tells whether a folder has new messages, quickly, from the database alone.</summary>
    /// <param name="mailItemId">Key of the newest message that the caller knows; 0 for none.</param>
    /// <param name="folderId">Key of the folder.</param>
    /// <returns>Whether there is a newer one.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<bool> HasNewMailAsync(
        [MessageParameter(Name = "MailItemId")] int mailItemId,
        [MessageParameter(Name = "FolderId")] int folderId);

    /// <summary>Synchronises folders of the caller's account and waits for it.</summary>
    /// <param name="folders">Names of the folders; null or empty for all subscribed ones.</param>
    /// <returns>JSON text: an array with an object for each folder.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<string> RefreshFolderForAssociateAsync([MessageParameter(Name = "Folders")] string[]? folders);

    /// <summary>Subscribes the caller's account to a folder, or unsubscribes it.</summary>
    /// <param name="folderId">Key of the folder.</param>
    /// <param name="subscriptionStatus">True to subscribe.</param>
    /// <exception cref="EntityNotFoundException">There is no such folder.</exception>
    [OperationContract]
    Task ToggleSubscriptionAsync(
        [MessageParameter(Name = "FolderId")] int folderId,
        [MessageParameter(Name = "SubscriptionStatus")] bool subscriptionStatus);
}
