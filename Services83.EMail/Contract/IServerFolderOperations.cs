using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Folders of a server that the caller names. A part of <see cref="IEMailAgent"/>.</summary>
/// <remarks>
/// Each request names the server and the login. The database is not used unless an operation says so.
/// </remarks>
public interface IServerFolderOperations
{
    /// <summary>Lists all folders of a mail account.</summary>
    /// <param name="connectionInfo">Server and login; the folder does not matter.</param>
    /// <param name="includeItemCount">Whether to count messages too; slow on a server with many folders.</param>
    /// <returns>
    /// One text for each folder: the delimiter of levels, <c>§</c> (U+00A7) and the name, such as <c>/§INBOX/Orders</c>. With counts,
    /// the unread and all messages follow as two more sections: <c>/§INBOX/Orders§2§17</c>.
    /// </returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<string[]> GetFolderListAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "IncludeItemCount")] bool includeItemCount);

    /// <summary>Reads the properties of folders.</summary>
    /// <param name="connectionInfo">Server and login; the folder does not matter.</param>
    /// <param name="folders">Names of the folders; null for all subscribed ones.</param>
    /// <returns>The folders, with their counts.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailFolder[]> GetFolderInfoAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "Folders")] string[]? folders);

    /// <summary>Counts the messages of a folder.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="onlyUnread">Whether to count only unread messages.</param>
    /// <returns>Number of messages.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<int> GetFolderEMailCountAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "OnlyUnread")] bool onlyUnread);

    /// <summary>Tells whether messages have arrived in a folder since the caller's last call.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <returns>Whether there are any.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<bool> GetFolderHasNewEMailAsync([MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo);

    /// <summary>Creates the folder on the server.</summary>
    /// <param name="connectionInfo">Server, login and the folder to create.</param>
    [OperationContract]
    Task CreateFolderAsync([MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo);

    /// <summary>Deletes the folder from the server, with the messages in it.</summary>
    /// <param name="connectionInfo">Server, login and the folder to delete.</param>
    [OperationContract]
    Task DeleteFolderAsync([MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo);

    /// <summary>Subscribes to each folder, or unsubscribes, as the folder says.</summary>
    /// <param name="connectionInfo">Server and login; the folder does not matter.</param>
    /// <param name="folders">The folders; only <see cref="EMailFolder.Name"/> and <see cref="EMailFolder.Subscribed"/> are used.</param>
    [OperationContract]
    Task SetSubscriptionAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "Folders")] EMailFolder[]? folders);
}
