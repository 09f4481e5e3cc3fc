namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>Reads messages by their UIDs.</summary>
internal sealed class ServerMessageService(ServerMessages messages) : IServerMessageOperations
{
    /// <inheritdoc cref="ServerMessages.ReadAsync"/>
    public Task<EMailEntity> GetEMailFromIdAsync(
        EMailConnectionInfo? info, int serverId, bool lookupAddresses, EMailFlags flags, bool includeAttachments) =>
        messages.ReadAsync(info, ServerId.Of(serverId), lookupAddresses, flags, includeAttachments);

    /// <inheritdoc cref="ServerMessages.EnvelopesAsync"/>
    public Task<EMailEnvelope[]> GetEMailEnvelopesAsync(EMailConnectionInfo? info, int[]? serverIds) =>
        messages.EnvelopesAsync(info, serverIds?.Select(ServerId.Of));

    /// <inheritdoc cref="ServerMessages.AttachmentAsync"/>
    public Task<EMailAttachment> GetAttachmentAsync(EMailConnectionInfo? info, int serverId, string? attachmentId) =>
        messages.AttachmentAsync(info, ServerId.Of(serverId), attachmentId);

    /// <inheritdoc cref="ServerMessages.StreamAsync"/>
    public Task<byte[]> GetEMailAsStreamAsync(EMailConnectionInfo? info, int serverId, bool stripAttachments) =>
        messages.StreamAsync(info, ServerId.Of(serverId), stripAttachments);
}
