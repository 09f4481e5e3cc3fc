namespace Services83.EMail.Engines.Mailbox;

internal sealed partial class EMailAgent
{
    public Task<bool> AuthenticateAsync(EMailConnectionInfoExtended? connectionInfoExtended) => extended.AuthenticateAsync(connectionInfoExtended);

    public Task<string[]> GetEmailMessageIdsAsync(EMailConnectionInfoExtended? connectionInfoExtended) => extended.ListAsync(connectionInfoExtended);

    public Task<string[]> GetEmailsAsStringAsync(EMailConnectionInfoExtended? connectionInfoExtended, string[]? messageIds) =>
        extended.ReadAsync(connectionInfoExtended, messageIds);

    public Task DeleteExtendedAsync(EMailConnectionInfoExtended? connectionInfoExtended, string[]? messageIds) =>
        extended.DeleteAsync(connectionInfoExtended, messageIds);

    public Task<bool> AuthenticateIncomingAsync(EMailConnectionInfo? connectionInfo) => serverFolders.AuthenticateAsync(connectionInfo);

    public Task<string[]> GetFolderListAsync(EMailConnectionInfo? connectionInfo, bool includeItemCount) =>
        serverFolders.ListAsync(connectionInfo, includeItemCount);

    public Task<EMailFolder[]> GetFolderInfoAsync(EMailConnectionInfo? connectionInfo, string[]? folders) =>
        serverFolders.DescribeAsync(connectionInfo, folders);

    public Task<int> GetFolderEMailCountAsync(EMailConnectionInfo? connectionInfo, bool onlyUnread) =>
        serverFolders.CountAsync(connectionInfo, onlyUnread);

    public Task<bool> GetFolderHasNewEMailAsync(EMailConnectionInfo? connectionInfo) => serverFolders.HasNewAsync(connectionInfo);

    public Task<int> RefreshFolderAsync(EMailConnectionInfo? connectionInfo, string[]? folders) => refresh.RunAsync(connectionInfo, folders);

    public Task CreateFolderAsync(EMailConnectionInfo? connectionInfo) => serverFolders.CreateAsync(connectionInfo);

    public Task DeleteFolderAsync(EMailConnectionInfo? connectionInfo) => serverFolders.DeleteAsync(connectionInfo);

    public Task SetSubscriptionAsync(EMailConnectionInfo? connectionInfo, EMailFolder[]? folders) =>
        serverFolders.SubscribeAsync(connectionInfo, folders);

    public Task EmptyFolderAsync(EMailConnectionInfo? connectionInfo, string? moveToFolder) =>
        serverChanges.EmptyAsync(connectionInfo, moveToFolder);

    public Task<EMailEntity> GetEMailFromIdAsync(
        EMailConnectionInfo? connectionInfo, int messageServerId, bool lookupAddresses, EMailFlags flags, bool includeAttachments) =>
        serverMessages.GetAsync(connectionInfo, messageServerId, lookupAddresses, flags, includeAttachments);

    public Task<EMailEntity> SaveEMailAsync(EMailConnectionInfo? connectionInfo, EMailEntity? email) =>
        serverSaves.SaveAsync(connectionInfo, email);

    public Task<byte[]> GetEMailAsStreamAsync(EMailConnectionInfo? connectionInfo, int messageServerId, bool stripAttachments) =>
        serverMessages.OctetsAsync(connectionInfo, messageServerId, stripAttachments);

    public Task<EMailEnvelope[]> GetEMailEnvelopesAsync(EMailConnectionInfo? connectionInfo, int[]? messageServerIds) =>
        serverMessages.EnvelopesAsync(connectionInfo, messageServerIds);

    public Task<EMailAttachment> GetAttachmentAsync(EMailConnectionInfo? connectionInfo, int messageServerId, string? attachmentId) =>
        serverMessages.AttachmentAsync(connectionInfo, messageServerId, attachmentId);

    public Task MarkAsReadAsync(EMailConnectionInfo? connectionInfo, int[]? messageServerIds, bool read) =>
        serverChanges.MarkReadAsync(connectionInfo, messageServerIds, read);

    public Task DeleteAsync(EMailConnectionInfo? connectionInfo, int[]? messageServerIds, string? moveToFolder) =>
        serverChanges.DeleteAsync(connectionInfo, messageServerIds, moveToFolder);

    public Task MoveToFolderAsync(EMailConnectionInfo? connectionInfo, int[]? messageServerIds, string? targetFolder) =>
        serverChanges.MoveAsync(connectionInfo, messageServerIds, targetFolder);
}
