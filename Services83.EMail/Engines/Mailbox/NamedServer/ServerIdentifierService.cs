namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>Reads and changes messages by their server identifiers.</summary>
internal sealed class ServerIdentifierService(ServerMessages messages, ServerChanges changes, RawMessages raw) : IServerIdentifierOperations
{
    /// <inheritdoc cref="ServerMessages.ReadAsync"/>
    public Task<EMailEntity> GetEMailFromServerIdentifierAsync(
        EMailConnectionInfo? info, string? serverId, bool lookupAddresses, EMailFlags flags, bool includeAttachments) =>
        messages.ReadAsync(info, ServerId.Parse(serverId), lookupAddresses, flags, includeAttachments);

    /// <inheritdoc cref="ServerMessages.EnvelopesAsync"/>
    public Task<EMailEnvelope[]> GetEMailEnvelopesFromServerIdsAsync(EMailConnectionInfo? info, string?[]? serverIds) =>
        messages.EnvelopesAsync(info, serverIds?.Select(ServerId.Parse));

    /// <inheritdoc cref="ServerMessages.AttachmentAsync"/>
    public Task<EMailAttachment> GetAttachmentFromServerIdentifierAsync(EMailConnectionInfo? info, string? serverId, string? attachmentId) =>
        messages.AttachmentAsync(info, ServerId.Parse(serverId), attachmentId);

    /// <inheritdoc cref="ServerMessages.StreamAsync"/>
    public Task<byte[]> GetEMailAsStreamFromServerIdentifierAsync(EMailConnectionInfo? info, string? serverId, bool stripAttachments) =>
        messages.StreamAsync(info, ServerId.Parse(serverId), stripAttachments);

    /// <inheritdoc cref="ServerChanges.MarkAsReadAsync"/>
    public Task MarkAsReadFromServerIdentifiersAsync(EMailConnectionInfo? info, string?[]? serverIds, bool read) =>
        changes.MarkAsReadAsync(info, Ids(serverIds), read);

    /// <inheritdoc cref="ServerChanges.DeleteAsync"/>
    public Task DeleteFromServerIdentifierAsync(EMailConnectionInfo? info, string?[]? serverIds, string? moveToFolder) =>
        changes.DeleteAsync(info, Ids(serverIds), moveToFolder);

    /// <inheritdoc cref="ServerChanges.MoveAsync(EMailConnectionInfo?, IEnumerable{ServerId}, string?)"/>
    public Task MoveToFolderFromServerIdentifierAsync(EMailConnectionInfo? info, string?[]? serverIds, string? targetFolder) =>
        changes.MoveAsync(info, Ids(serverIds), targetFolder);

    /// <inheritdoc cref="RawMessages.ListAsync"/>
    public Task<string[]> GetExtendedEmailMessageIdsAsync(EMailConnectionInfoExtended? info) => raw.ListAsync(info, withMessageIds: true);

    private static IEnumerable<ServerId> Ids(string?[]? serverIds) => (serverIds ?? []).Select(ServerId.Parse);
}
