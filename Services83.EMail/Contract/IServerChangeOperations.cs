using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Marks, moves and deletes messages in a folder of a server that the caller names. A part of <see cref="IEMailAgent"/>.</summary>
/// <remarks>
/// Each request names the server and the login. The database is not used unless an operation says so.
/// </remarks>
public interface IServerChangeOperations
{
    /// <summary>Marks messages as read or unread.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="messageServerIds">UIDs of the messages in that folder. UIDs that do not exist are skipped.</param>
    /// <param name="read">True for read.</param>
    [OperationContract]
    Task MarkAsReadAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerIds")] int[]? messageServerIds,
        [MessageParameter(Name = "Read")] bool read);

    /// <summary>Deletes messages, or moves them to another folder instead.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="messageServerIds">UIDs of the messages in that folder. UIDs that do not exist are skipped.</param>
    /// <param name="moveToFolder">Name of the folder to move them to; null or empty to delete them permanently.</param>
    [OperationContract]
    Task DeleteAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerIds")] int[]? messageServerIds,
        [MessageParameter(Name = "MoveToFolder")] string? moveToFolder);

    /// <summary>Moves messages to another folder. Their UIDs change.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="messageServerIds">UIDs of the messages in that folder. UIDs that do not exist are skipped.</param>
    /// <param name="targetFolder">Name of the folder to move them to.</param>
    /// <exception cref="EntityNotFoundException">There is no such folder.</exception>
    [OperationContract]
    Task MoveToFolderAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerIds")] int[]? messageServerIds,
        [MessageParameter(Name = "TargetFolder")] string? targetFolder);

    /// <summary>Deletes all messages of a folder, or moves them to another one instead.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="moveToFolder">Name of the folder to move them to; null or empty to delete them permanently.</param>
    [OperationContract]
    Task EmptyFolderAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MoveToFolder")] string? moveToFolder);
}
