using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Marks, moves and deletes cached messages. A part of <see cref="IEMailAgent"/>.</summary>
public interface IChangeOperations
{
    /// <summary>Marks messages as read or unread, in the database and on the server.</summary>
    /// <param name="ids">Keys of the messages. Ids that do not exist are skipped.</param>
    /// <param name="read">True for read.</param>
    [OperationContract]
    Task MarkEmailsAsReadAsync(
        [MessageParameter(Name = "Ids")] int[]? ids,
        [MessageParameter(Name = "Read")] bool read);

    /// <summary>Moves messages to another folder, in the database and on the server. They keep their keys.</summary>
    /// <param name="folderId">Key of the folder to move them to.</param>
    /// <param name="emailItemIds">Keys of the messages. Ids that do not exist are skipped.</param>
    /// <exception cref="EntityNotFoundException">There is no such folder.</exception>
    [OperationContract]
    Task MoveEmailsToFolderAsync(
        [MessageParameter(Name = "FolderId")] int folderId,
        [MessageParameter(Name = "EmailItemIds")] int[]? emailItemIds);

    /// <summary>Moves messages to their account's folder for deleted mail.</summary>
    /// <param name="ids">Keys of the messages. Ids that do not exist are skipped.</param>
    [OperationContract]
    Task MoveEmailsToTrashAsync([MessageParameter(Name = "Ids")] int[]? ids);

    /// <summary>Deletes messages, or moves them to another folder instead.</summary>
    /// <param name="ids">Keys of the messages. Ids that do not exist are skipped.</param>
    /// <param name="moveToFolder">Name of the folder to move them to; null or empty to delete them permanently.</param>
    [OperationContract]
    Task DeleteEmailsAsync(
        [MessageParameter(Name = "Ids")] int[]? ids,
        [MessageParameter(Name = "MoveToFolder")] string? moveToFolder);

    /// <summary>Marks a message as answered just now.</summary>
    /// <param name="messageId">
    /// The Message-ID of the message, with or without angle brackets. An unknown one is an error.
    /// </param>
    [OperationContract]
    Task SetRepliedAtAsync([MessageParameter(Name = "MessageId")] string? messageId);
}
