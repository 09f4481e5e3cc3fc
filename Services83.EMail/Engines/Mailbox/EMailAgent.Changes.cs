namespace Services83.EMail.Engines.Mailbox;

internal sealed partial class EMailAgent
{
    public Task MarkEmailsAsReadAsync(int[]? ids, bool read) => changes.MarkReadAsync(ids, read);

    public Task MoveEmailsToFolderAsync(int folderId, int[]? emailItemIds) => changes.MoveAsync(folderId, emailItemIds);

    public Task MoveEmailsToTrashAsync(int[]? ids) => changes.MoveToTrashAsync(ids);

    public Task DeleteEmailsAsync(int[]? ids, string? moveToFolder) => changes.DeleteAsync(ids, moveToFolder);

    public Task SetRepliedAtAsync(string? messageId) => changes.SetRepliedAsync(messageId);

    public Task ToggleSubscriptionAsync(int folderId, bool subscriptionStatus) => changes.SetSubscribedAsync(folderId, subscriptionStatus);
}
