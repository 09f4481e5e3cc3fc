namespace Services83.EMail.Engines.Mailbox.NamedServer;

/// <summary>Changes messages by their UIDs.</summary>
internal sealed class ServerChangeService(ServerChanges changes) : IServerChangeOperations
{
    /// <inheritdoc cref="ServerChanges.MarkAsReadAsync"/>
    public Task MarkAsReadAsync(EMailConnectionInfo? info, int[]? serverIds, bool read) => changes.MarkAsReadAsync(info, Ids(serverIds), read);

    /// <inheritdoc cref="ServerChanges.DeleteAsync"/>
    public Task DeleteAsync(EMailConnectionInfo? info, int[]? serverIds, string? moveToFolder) =>
        changes.DeleteAsync(info, Ids(serverIds), moveToFolder);

    /// <inheritdoc cref="ServerChanges.MoveAsync(EMailConnectionInfo?, IEnumerable{ServerId}, string?)"/>
    public Task MoveToFolderAsync(EMailConnectionInfo? info, int[]? serverIds, string? targetFolder) =>
        changes.MoveAsync(info, Ids(serverIds), targetFolder);

    /// <inheritdoc cref="ServerChanges.EmptyAsync"/>
    public Task EmptyFolderAsync(EMailConnectionInfo? info, string? moveToFolder) => changes.EmptyAsync(info, moveToFolder);

    private static IEnumerable<ServerId> Ids(int[]? serverIds) => (serverIds ?? []).Select(ServerId.Of);
}
