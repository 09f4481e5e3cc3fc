namespace Services83.EMail.Agent;

internal sealed partial class EMailAgent
{
    public Task<SyncUserAccount[]> GetReadySyncEmailAccountsAsync() => sync.ListReadyAsync();

    public Task SyncEmailAccountsAsync(SyncUserAccount[]? syncUserAccounts) => sync.StartAsync(syncUserAccounts);

    public Task SyncEmailAccountAsync(SyncUserAccount? syncUserAccount) => sync.RunAsync(syncUserAccount);
}
