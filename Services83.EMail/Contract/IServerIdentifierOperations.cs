using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>
/// Messages in a folder of a server that the caller names, by server identifiers instead of UIDs. A part of <see cref="IWebEMailAgent"/>.
/// </summary>
public interface IServerIdentifierOperations
{
    /// <summary>As <see cref="IServerMessageOperations.GetEMailFromIdAsync"/>.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="messageServerId">Server identifier of the message in that folder.</param>
    /// <param name="lookupAddresses">Whether to look up the owners of the addresses in the address book.</param>
    /// <param name="flags">Flags to set on the message, such as <see cref="EMailFlags.Seen"/>.</param>
    /// <param name="includeAttachments">Whether to return the bytes of attachments.</param>
    /// <returns>The message.</returns>
    /// <exception cref="EntityNotFoundException">There is no such message in the folder.</exception>
    [OperationContract]
    Task<EMailEntity> GetEMailFromServerIdentifierAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerId")] string? messageServerId,
        [MessageParameter(Name = "LookupAddresses")] bool lookupAddresses,
        [MessageParameter(Name = "Flags")] EMailFlags flags,
        [MessageParameter(Name = "IncludeAttachments")] bool includeAttachments);

    /// <summary>As <see cref="IServerMessageOperations.GetAttachmentAsync"/>.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="messageServerId">Server identifier of the message in that folder.</param>
    /// <param name="attachmentId"><see cref="EMailAttachment.Id"/> of the attachment.</param>
    /// <returns>The attachment with its bytes.</returns>
    /// <exception cref="EntityNotFoundException">There is no such message in the folder, or it has no such attachment.</exception>
    [OperationContract]
    Task<EMailAttachment> GetAttachmentFromServerIdentifierAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerId")] string? messageServerId,
        [MessageParameter(Name = "AttachmentId")] string? attachmentId);

    /// <summary>As <see cref="IServerMessageOperations.GetEMailAsStreamAsync"/>.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="messageServerId">Server identifier of the message in that folder.</param>
    /// <param name="stripAttachments">
    /// Whether to leave the attachments out. Without that, the bytes are exactly those of the server.
    /// </param>
    /// <returns>The bytes.</returns>
    /// <exception cref="EntityNotFoundException">There is no such message in the folder.</exception>
    [OperationContract]
    Task<byte[]> GetEMailAsStreamFromServerIdentifierAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerId")] string? messageServerId,
        [MessageParameter(Name = "StripAttachments")] bool stripAttachments);

    /// <summary>As <see cref="IServerMessageOperations.GetEMailEnvelopesAsync"/>.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="messageServerIds">
    /// Server identifiers of messages in that folder, at most 10,000. Those that name no message are skipped. Null for the newest 1,000.
    /// </param>
    /// <returns>The messages, in the order of the request; without identifiers the newest first.</returns>
    [OperationContract]
    Task<EMailEnvelope[]> GetEMailEnvelopesFromServerIdsAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerIds")] string[]? messageServerIds);

    /// <summary>As <see cref="IServerChangeOperations.MarkAsReadAsync"/>.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="messageServerIds">Server identifiers of messages in that folder. Those that name no message are skipped.</param>
    /// <param name="read">True for read.</param>
    [OperationContract]
    Task MarkAsReadFromServerIdentifiersAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerIds")] string[]? messageServerIds,
        [MessageParameter(Name = "Read")] bool read);

    /// <summary>As <see cref="IServerChangeOperations.DeleteAsync"/>.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="messageServerIds">Server identifiers of messages in that folder. Those that name no message are skipped.</param>
    /// <param name="moveToFolder">Name of the folder to move them to; null or empty to delete them permanently.</param>
    [OperationContract]
    Task DeleteFromServerIdentifierAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerIds")] string[]? messageServerIds,
        [MessageParameter(Name = "MoveToFolder")] string? moveToFolder);

    /// <summary>As <see cref="IServerChangeOperations.MoveToFolderAsync"/>. The identifiers change.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="messageServerIds">Server identifiers of messages in that folder. Those that name no message are skipped.</param>
    /// <param name="targetFolder">Name of the folder to move them to.</param>
    /// <exception cref="EntityNotFoundException">There is no such folder.</exception>
    [OperationContract]
    Task MoveToFolderFromServerIdentifierAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerIds")] string[]? messageServerIds,
        [MessageParameter(Name = "TargetFolder")] string? targetFolder);

    /// <summary>Lists the messages of a folder, with their Message-IDs.</summary>
    /// <param name="connectionInfoExtended">Server, port, protocol, login and folder. IMAP or POP3.</param>
    /// <returns>
    /// For each message <c>UIDVALIDITY:UID:Message-ID</c>; the last part is empty for a message without one. On a POP3 server the first part
    /// is 0, and the second the unique id of the server (RFC 1939, section 7). The raw-message operations and the operations with server
    /// identifiers accept these ids.
    /// </returns>
    [OperationContract]
    Task<string[]> GetExtendedEmailMessageIdsAsync(
        [MessageParameter(Name = "ConnectionInfoExtended")] EMailConnectionInfoExtended? connectionInfoExtended);
}
