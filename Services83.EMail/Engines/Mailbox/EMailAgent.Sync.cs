namespace Services83.EMail.Engines.Mailbox;

internal sealed partial class EMailAgent
{
    public Task<SyncUserAccount[]> GetReadySyncEmailAccountsAsync() => sync.ListReadyAsync();

    public Task SyncEmailAccountsAsync(SyncUserAccount[]? syncUserAccounts) => sync.StartAsync(syncUserAccounts);

    public Task SyncEmailAccountAsync(SyncUserAccount? syncUserAccount) => sync.RunAsync(syncUserAccount);
}
