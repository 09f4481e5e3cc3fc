using Services83.EMail.Soap.ServiceModel;

namespace Services83;

// Each request names the server itself and brings its own login. The database is not involved unless an operation says so.
public partial interface IEMailAgent
{
    /// <summary>Fetches a message.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="messageServerId">UID of the message in that folder.</param>
    /// <param name="lookupAddresses">Whether to look up which contacts and persons the addresses belong to.</param>
    /// <param name="flags">Flags to set on the message as it is fetched, such as <see cref="EMailFlags.Seen"/>; 0 for none.</param>
    /// <param name="includeAttachments">Whether to fetch the bytes of attachments.</param>
    /// <returns>The message.</returns>
    /// <exception cref="EntityNotFoundException">There is no such message in the folder.</exception>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> GetEMailFromIdAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerId")] int messageServerId,
        [MessageParameter(Name = "LookupAddresses")] bool lookupAddresses,
        [MessageParameter(Name = "Flags")] EMailFlags flags,
        [MessageParameter(Name = "IncludeAttachments")] bool includeAttachments);

    /// <summary>Fetches a message as it is on the wire (RFC 5322).</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="messageServerId">UID of the message in that folder.</param>
    /// <param name="stripAttachments">
    /// Whether to leave the attachments out. Without that, the bytes are exactly those of the server.
    /// </param>
    /// <returns>The bytes.</returns>
    /// <exception cref="EntityNotFoundException">There is no such message in the folder.</exception>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<byte[]> GetEMailAsStreamAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerId")] int messageServerId,
        [MessageParameter(Name = "StripAttachments")] bool stripAttachments);

    /// <summary>Fetches what a list shows of messages.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="messageServerIds">
    /// UIDs of the messages in that folder, at most 10,000. Ones that are not there are passed over. Null for the newest 1,000.
    /// </param>
    /// <returns>The messages, in the order of their UIDs in the request; without one the newest first.</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEnvelope[]> GetEMailEnvelopesAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerIds")] int[]? messageServerIds);

    /// <summary>Fetches an attachment of a message.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="messageServerId">UID of the message in that folder.</param>
    /// <param name="attachmentId"><see cref="EMailAttachment.Id"/> of the attachment.</param>
    /// <returns>The attachment with its bytes.</returns>
    /// <exception cref="EntityNotFoundException">There is no such message in the folder, or it has no such attachment.</exception>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAttachment> GetAttachmentAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerId")] int messageServerId,
        [MessageParameter(Name = "AttachmentId")] string? attachmentId);

    /// <summary>Marks messages as read or unread.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="messageServerIds">UIDs of the messages in that folder. Ones that are not there are passed over.</param>
    /// <param name="read">True for read.</param>
    [OperationContract]
    Task MarkAsReadAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerIds")] int[]? messageServerIds,
        [MessageParameter(Name = "Read")] bool read);

    /// <summary>Deletes messages, or moves them to another folder instead.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="messageServerIds">UIDs of the messages in that folder. Ones that are not there are passed over.</param>
    /// <param name="moveToFolder">Name of the folder to move them to; null or empty to delete them for good.</param>
    [OperationContract]
    Task DeleteAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerIds")] int[]? messageServerIds,
        [MessageParameter(Name = "MoveToFolder")] string? moveToFolder);

    /// <summary>Moves messages to another folder. Their UIDs change by that.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="messageServerIds">UIDs of the messages in that folder. Ones that are not there are passed over.</param>
    /// <param name="targetFolder">Name of the folder to move them to.</param>
    /// <exception cref="EntityNotFoundException">There is no such folder.</exception>
    [OperationContract]
    Task MoveToFolderAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerIds")] int[]? messageServerIds,
        [MessageParameter(Name = "TargetFolder")] string? targetFolder);

    /// <summary>Puts a message into a folder.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="email">The message.</param>
    /// <returns>The message as it is stored, with its UID where the server tells it (RFC 4315).</returns>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> SaveEMailAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "Email")] EMailEntity? email);

    /// <summary>Sends messages through a server for outgoing mail.</summary>
    /// <param name="outgoingConnectionInfo">Server and login; the folder does not matter.</param>
    /// <param name="emails">The messages.</param>
    /// <param name="sentItemsConnectionInfo">Where to put copies of what was sent: server, login and folder; null to keep none.</param>
    /// <returns>The messages with their Message-ID and time.</returns>
    /// <remarks>When one fails, the error names it, and those before it have been sent.</remarks>
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity[]> SendEMailsAsync(
        [MessageParameter(Name = "OutgoingConnectionInfo")] EMailConnectionInfo? outgoingConnectionInfo,
        [MessageParameter(Name = "Emails")] EMailEntity[]? emails,
        [MessageParameter(Name = "SentItemsConnectionInfo")] EMailConnectionInfo? sentItemsConnectionInfo);
}
