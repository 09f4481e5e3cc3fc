using Services83.EMail.Soap.ServiceModel;

namespace Services83;

/// <summary>Reads messages in a folder of a server that the caller names. A part of <see cref="IEMailAgent"/>.</summary>
/// <remarks>
/// Each request names the server and the login. The database is not used unless an operation says so.
/// </remarks>
public interface IServerMessageOperations
{
    /// <summary>Fetches a message.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="messageServerId">UID of the message in that folder.</param>
    /// <param name="lookupAddresses">Whether to look up which contacts and persons the addresses belong to.</param>
    /// <param name="flags">Flags to set on the message when it is fetched, such as <see cref="EMailFlags.Seen"/>; 0 for none.</param>
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

    /// <summary>Fetches a raw message (RFC 5322).</summary>
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

    /// <summary>Fetches the data of messages that a list shows.</summary>
    /// <param name="connectionInfo">Server, login and folder.</param>
    /// <param name="messageServerIds">
    /// UIDs of the messages in that folder, at most 10,000. UIDs that do not exist are skipped. Null for the newest 1,000.
    /// </param>
    /// <returns>The messages, in the order of their UIDs in the request; without UIDs the newest first.</returns>
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
}
