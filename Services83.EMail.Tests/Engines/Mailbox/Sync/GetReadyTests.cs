using Dapper;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Sync;

[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class GetReadyTests : SoapFixture
{
    private const int Interval = 600;

    private int _annas;
    private int _bobs;

    [SetUp]
    public async Task Start()
    {
        await StartAsync();
        _annas = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline, Interval);
        _bobs = await Server.AddAccountAsync(BobsMail, SoapTestServer.Bob, Deadline, Interval);
    }

    [Test]
    public async Task An_associate_sees_its_own_accounts_and_the_privileged_see_all()
    {
        Assert.That(await ReadyAsync(SoapTestServer.Anna), Is.EqualTo(new[] { (_annas, "anna", SoapTestServer.Anna) }));
        foreach (var privileged in (int[])[SoapTestServer.Sally, SoapTestServer.Tje])
        {
            Assert.That(
                await ReadyAsync(privileged),
                Is.EqualTo(new[] { (_annas, "anna", SoapTestServer.Anna), (_bobs, "bob", SoapTestServer.Bob) }));
        }
    }

    [Test]
    public async Task An_account_is_due_again_when_its_interval_is_over()
    {
        await SyncAsync();
        Assert.That(await ReadyAsync(SoapTestServer.Anna), Is.Empty);

        await MakeOlderAsync(TimeSpan.FromSeconds(Interval - 60));
        Assert.That(await ReadyAsync(SoapTestServer.Anna), Is.Empty);

        await MakeOlderAsync(TimeSpan.FromSeconds(61));
        Assert.That(await ReadyAsync(SoapTestServer.Anna), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_failed_sync_counts_as_an_attempt()
    {
        Server.Mail.Faults.RefuseLogin();

        await SyncAsync();

        Assert.That(await ReadyAsync(SoapTestServer.Anna), Is.Empty);
    }

    [Test]
    public async Task Disabled_and_deleted_accounts_are_not_listed()
    {
        await Server.Get<AccountStore>().SetDisabledAsync(_annas, disabled: true, Deadline);
        Succeeded(await CallAsync(SoapTestServer.Bob, "DeleteEMailAccount", ("EMailAccountId", _bobs)));

        Assert.That(await ReadyAsync(SoapTestServer.Sally), Is.Empty);
    }

    [Test]
    public async Task What_is_listed_can_be_passed_on_to_be_synced()
    {
        var ready = await GetAsync<SyncUserAccount[]>(SoapTestServer.Tje, "GetReadySyncEmailAccounts");

        Succeeded(await CallAsync(SoapTestServer.Tje, "SyncEmailAccounts", ("SyncUserAccounts", ready)));

        await Server.WhenIdleAsync(Deadline);
        Assert.That(await ReadyAsync(SoapTestServer.Tje), Is.Empty);
        Assert.That(await CachedMailbox.ReadAsync(Server.Database, _bobs), Is.EqualTo(CachedMailbox.Of(BobsMail)));
    }

    private async Task<(int Account, string? Name, int Associate)[]> ReadyAsync(int associateId)
    {
        var ready = await GetAsync<SyncUserAccount[]>(associateId, "GetReadySyncEmailAccounts");
        return [.. ready!.Select(account => (account.AccountId, account.AssociateName, account.AssociateId))];
    }

    private Task<SoapReply> SyncAsync() =>
        CallAsync(SoapTestServer.Anna, "SyncEmailAccount", ("SyncUserAccount", new SyncUserAccount { AccountId = _annas }));

    /// <summary>As if so much time had passed since the last sync.</summary>
    private Task<int> MakeOlderAsync(TimeSpan age) => Server.Database.WriteAsync(
        (transaction, _) => transaction.Connection!.ExecuteAsync(
            "UPDATE account SET last_tried_at = last_tried_at - @age", new { age = (long)age.TotalMilliseconds }, transaction),
        Deadline);
}
