namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>Whole messages by ids without their Message-IDs.</summary>
internal sealed class RawMessageService(RawMessages messages) : IRawMessageOperations
{
    /// <inheritdoc cref="RawMessages.ListAsync"/>
    public Task<string[]> GetEmailMessageIdsAsync(EMailConnectionInfoExtended? info) => messages.ListAsync(info, withMessageIds: false);

    /// <inheritdoc cref="RawMessages.ReadAsync"/>
    public Task<string[]> GetEmailsAsStringAsync(EMailConnectionInfoExtended? info, string?[]? messageIds) => messages.ReadAsync(info, messageIds);

    /// <inheritdoc cref="RawMessages.DeleteAsync"/>
    public Task DeleteExtendedAsync(EMailConnectionInfoExtended? info, string?[]? messageIds) => messages.DeleteAsync(info, messageIds);
}
