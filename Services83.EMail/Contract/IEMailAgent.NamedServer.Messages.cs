using Services83.EMail.Soap.ServiceModel;

namespace Services83;

public partial interface IEMailAgent
{
    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> GetEMailFromIdAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerId")] int messageServerId,
        [MessageParameter(Name = "LookupAddresses")] bool lookupAddresses,
        [MessageParameter(Name = "Flags")] EMailFlags flags,
        [MessageParameter(Name = "IncludeAttachments")] bool includeAttachments);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<byte[]> GetEMailAsStreamAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerId")] int messageServerId,
        [MessageParameter(Name = "StripAttachments")] bool stripAttachments);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEnvelope[]> GetEMailEnvelopesAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerIds")] int[]? messageServerIds);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailAttachment> GetAttachmentAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerId")] int messageServerId,
        [MessageParameter(Name = "AttachmentId")] string? attachmentId);

    [OperationContract]
    Task MarkAsReadAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerIds")] int[]? messageServerIds,
        [MessageParameter(Name = "Read")] bool read);

    [OperationContract]
    Task DeleteAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerIds")] int[]? messageServerIds,
        [MessageParameter(Name = "MoveToFolder")] string? moveToFolder);

    [OperationContract]
    Task MoveToFolderAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "MessageServerIds")] int[]? messageServerIds,
        [MessageParameter(Name = "TargetFolder")] string? targetFolder);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity> SaveEMailAsync(
        [MessageParameter(Name = "ConnectionInfo")] EMailConnectionInfo? connectionInfo,
        [MessageParameter(Name = "Email")] EMailEntity? email);

    [OperationContract]
    [return: MessageParameter(Name = "Response")]
    Task<EMailEntity[]> SendEMailsAsync(
        [MessageParameter(Name = "OutgoingConnectionInfo")] EMailConnectionInfo? outgoingConnectionInfo,
        [MessageParameter(Name = "Emails")] EMailEntity[]? emails,
        [MessageParameter(Name = "SentItemsConnectionInfo")] EMailConnectionInfo? sentItemsConnectionInfo);
}
