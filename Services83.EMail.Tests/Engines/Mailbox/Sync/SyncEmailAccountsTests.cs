using Dapper;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Sync;

/// <summary>What a SyncEmailAccounts request may contain.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class SyncEmailAccountsTests : SoapFixture
{
    private int _first;
    private int _second;
    private int _bobs;

    [SetUp]
    public async Task Start()
    {
        await StartAsync();
        AnnasMail.Inbox.Append(Letter("for Anna"));
        BobsMail.Inbox.Append(Letter("for Bob"));
        _first = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        _second = await Server.AddAccountAsync(BobsMail, SoapTestServer.Anna, Deadline);
        _bobs = await Server.AddAccountAsync(BobsMail, SoapTestServer.Bob, Deadline);
    }

    [Test]
    public async Task Several_accounts_are_synced_and_the_reply_does_not_wait_for_them()
    {
        var release = new TaskCompletionSource();
        var listing = Server.Mail.Faults.OnEvery("LIST").DelayUntil(release.Task);

        var reply = Succeeded(await StartAsync(SoapTestServer.Tje, Account(_first), Account(_second), Account(_bobs)));

        Assert.That(reply.Response.IsEmpty, Is.True);
        Assert.That(reply.ExtraInfo, Is.Empty);
        await listing.Reached.WaitAsync(Deadline);
        release.SetResult();
        await AssertSyncedAsync(_first, _second, _bobs);
    }

    [Test]
    public async Task The_same_account_twice_is_synced_once()
    {
        Succeeded(await StartAsync(SoapTestServer.Anna, Account(_first), Account(_first), Account(_first)));

        await AssertSyncedAsync(_first);
        Assert.That(Server.Mail.Log.Count("LOGIN") + Server.Mail.Log.Count("AUTHENTICATE"), Is.EqualTo(1));
    }

    [Test]
    public async Task Account_0_with_an_associates_id_stands_for_all_its_accounts()
    {
        Succeeded(await StartAsync(SoapTestServer.Sally, new SyncUserAccount { AssociateId = SoapTestServer.Anna }));

        await AssertSyncedAsync(_first, _second);
    }

    [TestCase("ANNA")]
    [TestCase("Associate 11, of Søn & Co")]
    public async Task Account_0_with_an_associates_name_stands_for_all_its_accounts(string name)
    {
        Succeeded(await StartAsync(SoapTestServer.Anna, new SyncUserAccount { AssociateName = name }));

        await AssertSyncedAsync(_first, _second);
    }

    [Test]
    public async Task Of_an_associate_the_disabled_accounts_are_not_meant_but_by_their_id_they_are()
    {
        await Server.Get<AccountStore>().SetDisabledAsync(_second, disabled: true, Deadline);

        Succeeded(await StartAsync(SoapTestServer.Anna, new SyncUserAccount { AssociateId = SoapTestServer.Anna }));
        await AssertSyncedAsync(_first);
        Succeeded(await StartAsync(SoapTestServer.Anna, Account(_second)));
        await AssertSyncedAsync(_first, _second);
    }

    [Test]
    public async Task Account_0_and_nothing_else_is_nothing_to_do()
    {
        var reply = Succeeded(await StartAsync(SoapTestServer.Anna, new SyncUserAccount { AssociateName = "" }));

        Assert.That(reply.ExtraInfo, Is.Empty);
        await AssertSyncedAsync();
    }

    [Test]
    public async Task Unknown_and_deleted_accounts_are_named_and_keep_no_other_from_being_started()
    {
        Succeeded(await CallAsync(SoapTestServer.Anna, "DeleteEMailAccount", ("EMailAccountId", _second)));

        var reply = Succeeded(await StartAsync(
            SoapTestServer.Sally,
            Account(4711), Account(_first), Account(_second), Account(-1), Account(int.MaxValue),
            new SyncUserAccount { AssociateName = "nobody, at all" }, new SyncUserAccount { AssociateId = 4712 }));

        Assert.That(reply.ExtraInfo["UnknownAccountIds"], Is.EqualTo($"-1,{_second},4711,{int.MaxValue}"));
        Assert.That(reply.ExtraInfo["UnknownAssociates"], Is.EqualTo("4712; nobody, at all"));
        await AssertSyncedAsync(_first);
    }

    [Test]
    public async Task Null_an_empty_list_and_nil_items_ask_for_nothing()
    {
        Succeeded(await CallAsync(SoapTestServer.Anna, "SyncEmailAccounts"));
        Succeeded(await CallAsync(SoapTestServer.Anna, "SyncEmailAccounts", ("SyncUserAccounts", null)));
        Succeeded(await CallAsync(SoapTestServer.Anna, "SyncEmailAccounts", ("SyncUserAccounts", Array.Empty<SyncUserAccount>())));
        Succeeded(await StartAsync(SoapTestServer.Anna, null, null));

        await AssertSyncedAsync();
    }

    [Test]
    public async Task A_nil_item_keeps_no_other_from_being_started()
    {
        Succeeded(await StartAsync(SoapTestServer.Anna, null, Account(_first), null));

        await AssertSyncedAsync(_first);
    }

    [Test]
    public async Task Ten_thousand_items_are_one_request()
    {
        var items = Enumerable.Range(0, 10_000).Select(i => (i % 4) switch
        {
            0 => Account(_first),
            1 => Account(1_000_000 + i),
            2 => new SyncUserAccount { AssociateName = $"nobody {i}" },
            _ => new SyncUserAccount { AssociateId = 1_000_000 + i },
        });

        var reply = Succeeded(await StartAsync(SoapTestServer.Sally, [.. items, Account(_bobs)]));

        Assert.That(reply.ExtraInfo["UnknownAccountIds"]?.Split(','), Has.Length.EqualTo(2500));
        Assert.That(reply.ExtraInfo["UnknownAssociates"]?.Split("; "), Has.Length.EqualTo(5000));
        await AssertSyncedAsync(_first, _bobs);
    }

    [TestCase(nameof(SyncUserAccount.AccountId))]
    [TestCase(nameof(SyncUserAccount.AssociateId))]
    [TestCase(nameof(SyncUserAccount.AssociateName))]
    public async Task Somebody_elses_account_is_refused_and_nothing_is_started(string by)
    {
        var bobs = by switch
        {
            nameof(SyncUserAccount.AccountId) => Account(_bobs),
            nameof(SyncUserAccount.AssociateId) => new SyncUserAccount { AssociateId = SoapTestServer.Bob },
            _ => new SyncUserAccount { AssociateName = "bob" },
        };

        Refused(await StartAsync(SoapTestServer.Anna, Account(_first), bobs), "AccessDenied");

        await AssertSyncedAsync();
    }

    [Test]
    public async Task One_accounts_trouble_does_not_stop_the_others()
    {
        Server.Mail.Faults.RefuseLogin(AnnasMail.User);

        Succeeded(await StartAsync(SoapTestServer.Sally, Account(_first), Account(_bobs)));
        await Server.WhenIdleAsync(Deadline);

        var annas = await GetAsync<EMailAccount>(SoapTestServer.Anna, "GetEMailAccount", ("EMailAccountId", _first));
        var bobs = await GetAsync<EMailAccount>(SoapTestServer.Bob, "GetEMailAccount", ("EMailAccountId", _bobs));
        Assert.That((annas?.AccountStatus, annas?.ErrorCount), Is.EqualTo(((short)AccountStatus.Failed, 1)));
        Assert.That(annas?.ErrorReason, Does.Contain("Authentication failed"));
        Assert.That((bobs?.AccountStatus, bobs?.ErrorCount), Is.EqualTo(((short)AccountStatus.Ok, 0)));
    }

    private static SyncUserAccount Account(int id) => new() { AccountId = id };

    private Task<SoapReply> StartAsync(int associateId, params SyncUserAccount?[] accounts) =>
        CallAsync(associateId, "SyncEmailAccounts", ("SyncUserAccounts", accounts));

    /// <summary>Exactly these accounts have been synced, and every message of their mailbox is there.</summary>
    private async Task AssertSyncedAsync(params int[] accounts)
    {
        await Server.WhenIdleAsync(Deadline);
        var tried = await Server.Database.ReadAsync(
            (connection, _) => connection.QueryAsync<int>("SELECT account_id FROM account WHERE last_tried_at IS NOT NULL ORDER BY account_id"),
            Deadline);
        Assert.That(tried, Is.EqualTo(accounts));
        foreach (var account in accounts)
        {
            var mailbox = CachedMailbox.Of(account == _first ? AnnasMail : BobsMail);
            Assert.That(await CachedMailbox.ReadAsync(Server.Database, account), Is.EqualTo(mailbox));
        }
    }
}
