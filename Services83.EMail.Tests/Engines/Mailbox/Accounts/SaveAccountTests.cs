using Dapper;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Accounts;

/// <summary>Saving and reading accounts over HTTP, with a mail server that tells whether the right password was kept.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class SaveAccountTests : SoapFixture
{
    [SetUp]
    public Task Start() => StartAsync();

    [Test]
    public async Task A_new_account_can_be_synced_at_once()
    {
        var saved = await SaveAsync(Server.AccountOf(AnnasMail));

        Assert.That(saved.EMailAccountId, Is.Positive);
        Assert.That((saved.AssociateId, saved.AccountStatus), Is.EqualTo((SoapTestServer.Anna, (short)AccountStatus.Unknown)));
        await SyncAsync(saved.EMailAccountId);
        var read = await GetAsync<EMailAccount>(SoapTestServer.Anna, "GetEMailAccount", ("EMailAccountId", saved.EMailAccountId));
        Assert.That((read?.AccountStatus, read?.ErrorCount, read?.ErrorReason), Is.EqualTo(((short)AccountStatus.Ok, 0, "")));
    }

    [TestCase("")]
    [TestCase(null)]
    public async Task Saving_without_a_password_keeps_the_stored_one(string? password)
    {
        var account = await SaveAsync(Server.AccountOf(AnnasMail));
        account.EMailAddress = "anna.new@test.example";
        account.IncomingCredentials!.Password = password;

        var changed = await SaveAsync(account);

        Assert.That((changed.EMailAccountId, changed.EMailAddress), Is.EqualTo((account.EMailAccountId, "anna.new@test.example")));
        await SyncAsync(changed.EMailAccountId);
    }

    [Test]
    public async Task A_new_password_replaces_the_stored_one()
    {
        var account = await SaveAsync(Server.AccountOf(AnnasMail, password: "yesterday"));
        Refused(await TrySyncAsync(account.EMailAccountId), "MailServer");
        account.IncomingCredentials!.Password = AnnasMail.Password;

        await SaveAsync(account);

        await SyncAsync(account.EMailAccountId);
    }

    [Test]
    public async Task Another_host_needs_the_password_again()
    {
        var account = await SaveAsync(Server.AccountOf(AnnasMail));
        account.IncomingCredentials!.Server = "localhost";

        var error = Refused(await TrySaveAsync(SoapTestServer.Anna, account), "InvalidArgument");

        Assert.That(error.Parameters?["argument"], Is.EqualTo("Password"));
        Assert.That(Server.Mail.Log.ConnectionsOpened, Is.Zero);
        await SyncAsync(account.EMailAccountId);
    }

    [Test]
    public async Task What_cannot_be_used_is_refused_by_its_name()
    {
        var noHost = Server.AccountOf(AnnasMail);
        noHost.IncomingCredentials!.Server = "not a host";

        Assert.That(Refused(await TrySaveAsync(SoapTestServer.Anna, noHost), "InvalidArgument").Parameters?["argument"], Is.EqualTo("Server"));
        Assert.That(Refused(await TrySaveAsync(SoapTestServer.Anna, null), "InvalidArgument").Parameters?["argument"], Is.EqualTo("EMailAccount"));
        Assert.That(await Server.Get<AccountStore>().ListAsync(Deadline), Is.Empty);
    }

    [Test]
    public async Task Somebody_elses_account_is_as_if_it_did_not_exist()
    {
        var account = await SaveAsync(Server.AccountOf(AnnasMail));
        var id = account.EMailAccountId;

        Refused(await CallAsync(SoapTestServer.Bob, "GetEMailAccount", ("EMailAccountId", id)), "NotFound");
        Refused(await CallAsync(SoapTestServer.Bob, "DeleteEMailAccount", ("EMailAccountId", id)), "NotFound");
        Refused(await TrySaveAsync(SoapTestServer.Bob, account), "NotFound");
        var found = await GetAsync<EMailAccount>(
            SoapTestServer.Bob, "GetEMailAccountFromEMailAddress", ("FromAddress", account.EMailAddress));
        Assert.That((found?.EMailAccountId, found?.EMailAddress), Is.EqualTo((0, (string?)null)));
        Assert.That(
            Refused(await CallAsync(SoapTestServer.Bob, "GetEMailAccount", ("EMailAccountId", id + 1)), "NotFound").Message,
            Is.EqualTo($"There is no e-mail account {id + 1}."), "an account that never was is told in the same words");
    }

    [TestCase(SoapTestServer.Sally)]
    [TestCase(SoapTestServer.Tje)]
    public async Task The_privileged_read_and_save_for_others(int privileged)
    {
        var account = Server.AccountOf(AnnasMail);
        account.AssociateId = SoapTestServer.Anna;

        var saved = Succeeded(await TrySaveAsync(privileged, account)).Read<EMailAccount>()!;

        Assert.That((await GetAsync<EMailAccount>(privileged, "GetEMailAccount", ("EMailAccountId", saved.EMailAccountId)))?.AssociateId, Is.EqualTo(SoapTestServer.Anna));
        Assert.That(await GetAsync<int>(SoapTestServer.Anna, "GetCurrentAccountId"), Is.EqualTo(saved.EMailAccountId));
        Assert.That(await GetAsync<int>(privileged, "GetCurrentAccountId"), Is.Zero);
        account.AssociateId = 4711;
        Refused(await TrySaveAsync(privileged, account), "NotFound");
    }

    [Test]
    public async Task Nobody_else_saves_for_others()
    {
        var account = Server.AccountOf(AnnasMail);
        account.AssociateId = SoapTestServer.Anna;

        Refused(await TrySaveAsync(SoapTestServer.Bob, account), "AccessDenied");
    }

    [Test]
    public async Task An_account_is_found_by_its_address_in_any_letter_case()
    {
        var account = await SaveAsync(Server.AccountOf(AnnasMail));

        var found = await GetAsync<EMailAccount>(SoapTestServer.Anna, "GetEMailAccountFromEMailAddress", ("FromAddress", "ANNA@Test.example"));

        Assert.That(found?.EMailAccountId, Is.EqualTo(account.EMailAccountId));
    }

    [Test]
    public async Task The_current_account_is_the_one_used_last()
    {
        Assert.That(await GetAsync<EMailAccount>(SoapTestServer.Anna, "GetCurrentAccount"), Is.Null);
        Assert.That(await GetAsync<int>(SoapTestServer.Anna, "GetCurrentAccountId"), Is.Zero);
        var first = await SaveAsync(Server.AccountOf(AnnasMail));
        var second = await SaveAsync(Server.AccountOf(BobsMail));
        await LastUsedAsync(first.EMailAccountId, 2000);
        await LastUsedAsync(second.EMailAccountId, 1000);

        Assert.That((await GetAsync<EMailAccount>(SoapTestServer.Anna, "GetCurrentAccount"))?.EMailAccountId, Is.EqualTo(first.EMailAccountId));
        await LastUsedAsync(second.EMailAccountId, 3000);
        Assert.That(await GetAsync<int>(SoapTestServer.Anna, "GetCurrentAccountId"), Is.EqualTo(second.EMailAccountId));
    }

    [Test]
    public async Task A_password_never_comes_back_and_is_never_logged()
    {
        var account = await SaveAsync(Server.AccountOf(AnnasMail));
        await SyncAsync(account.EMailAccountId);
        await GetAsync<EMailAccount>(SoapTestServer.Anna, "GetCurrentAccount");
        await GetAsync<EMailAccount>(SoapTestServer.Sally, "GetEMailAccount", ("EMailAccountId", account.EMailAccountId));
        await GetAsync<EMailAccount>(SoapTestServer.Anna, "GetEMailAccountFromEMailAddress", ("FromAddress", account.EMailAddress));
        Server.Mail.Faults.RefuseLogin();
        Refused(await TrySyncAsync(account.EMailAccountId), "MailServer");
        await GetAsync<bool>(SoapTestServer.Anna, "TestAuthenticate");

        Assert.That(Server.Replies, Is.Not.Empty);
        Assert.That(Server.Replies, Has.None.Contains(AnnasMail.Password));
        Assert.That(Server.Log.Lines, Has.Some.Contains("SyncEmailAccount").And.None.Contains(AnnasMail.Password));
    }

    private async Task<EMailAccount> SaveAsync(EMailAccount account) =>
        Succeeded(await TrySaveAsync(SoapTestServer.Anna, account)).Read<EMailAccount>()!;

    private Task<SoapReply> TrySaveAsync(int associateId, EMailAccount? account) =>
        CallAsync(associateId, "SaveEMailAccount", ("EMailAccount", account));

    private async Task SyncAsync(int accountId) => Succeeded(await TrySyncAsync(accountId));

    private Task<SoapReply> TrySyncAsync(int accountId) =>
        CallAsync(SoapTestServer.Anna, "SyncEmailAccount", ("SyncUserAccount", new SyncUserAccount { AccountId = accountId }));

    private Task<int> LastUsedAsync(int accountId, long moment) => Server.Database.WriteAsync(
        (transaction, _) => transaction.Connection!.ExecuteAsync(
            "UPDATE account SET last_used_at = @moment WHERE account_id = @accountId", new { accountId, moment }, transaction),
        Deadline);
}
