namespace Services83.EMail.Engines.Mailbox;

internal sealed partial class EMailAgent
{
    public Task<EMailAccount> SaveEMailAccountAsync(EMailAccount? emailAccount) => accounts.SaveAsync(emailAccount);

    public Task<EMailAccount> GetEMailAccountAsync(int emailAccountId) => accounts.GetAsync(emailAccountId);

    public Task DeleteEMailAccountAsync(int emailAccountId) => accounts.DeleteAsync(emailAccountId);

    public Task<EMailAccount> GetEMailAccountFromEMailAddressAsync(string? fromAddress) => accounts.FindByAddressAsync(fromAddress);

    public Task<EMailAccount?> GetCurrentAccountAsync() => accounts.FindCurrentAsync();

    public Task<int> GetCurrentAccountIdAsync() => accounts.FindCurrentIdAsync();

    public Task<bool> TestAuthenticateAsync() => accountTest.RunAsync();
}
