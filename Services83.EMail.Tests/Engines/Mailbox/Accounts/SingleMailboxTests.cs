using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Accounts;

/// <summary>What saving an account leaves as it is, and that a mailbox is the mailbox of one account.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class SingleMailboxTests : SoapFixture
{
    [SetUp]
    public Task Start() => StartAsync();

    [Test]
    public async Task Nil_credentials_keep_the_stored_logins()
    {
        var account = Server.AccountOf(AnnasMail);
        account.OutgoingCredentials = new ServiceAuth { Server = "smtp.test.example", Port = 465, Username = "anna-out", Password = "outgoing-secret" };
        var saved = await SaveAsync(account);

        saved.IncomingCredentials = null;
        saved.OutgoingCredentials = null;
        saved.EMailAddress = "anna.new@test.example";
        var changed = await SaveAsync(saved);

        Assert.That((changed.EMailAddress, changed.IncomingCredentials?.Username), Is.EqualTo(("anna.new@test.example", "anna")));
        Assert.That((changed.OutgoingCredentials?.Server, changed.OutgoingCredentials?.Port, changed.OutgoingCredentials?.Username), Is.EqualTo(("smtp.test.example", 465, "anna-out")));
        var stored = await Server.Get<AccountStore>().FindOutgoingAsync(saved.EMailAccountId, Deadline);
        Assert.That(stored?.Password.Reveal(), Is.EqualTo("outgoing-secret"));
    }

    [Test]
    public async Task An_outgoing_login_without_a_server_is_taken_away()
    {
        var account = Server.AccountOf(AnnasMail);
        account.OutgoingCredentials = new ServiceAuth { Server = "smtp.test.example", Username = "anna-out", Password = "outgoing-secret" };
        var saved = await SaveAsync(account);

        saved.OutgoingCredentials = new ServiceAuth { Server = "" };

        Assert.That((await SaveAsync(saved)).OutgoingCredentials, Is.Null);
    }

    [TestCase("127.0.0.1", 0, "anna", TestName = "The very same")]
    [TestCase("127.0.0.1", 143, "anna", TestName = "On the port with STARTTLS")]
    [TestCase("imap://127.0.0.1:1143", 0, "anna", TestName = "On a port of its own")]
    [TestCase("127.1", 0, "ANNA", TestName = "Written in another way")]
    public async Task A_mailbox_is_not_accepted_twice_and_the_account_that_has_it_is_named(string server, int port, string user)
    {
        var first = await SaveAsync(Server.AccountOf(AnnasMail));
        var second = Server.AccountOf(AnnasMail);
        second.EMailAddress = "other@test.example";
        second.IncomingCredentials = new ServiceAuth { Server = server, Port = port, Username = user, Password = AnnasMail.Password };

        var error = Refused(await TrySaveAsync(SoapTestServer.Anna, second), "InvalidArgument");

        Assert.That(error.Message, Does.StartWith($"Account {first.EMailAccountId} (anna@test.example) has the login '{user}' on 127.0.0.1 already."));
        Assert.That(error.Parameters?["argument"], Is.EqualTo("IncomingCredentials"));
        Assert.That(await Server.Get<AccountStore>().ListAsync(Deadline), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Of_many_who_save_the_same_mailbox_at_the_same_time_one_gets_an_account()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => TrySaveAsync(SoapTestServer.Anna, Server.AccountOf(AnnasMail))));

        var accounts = await Server.Get<AccountStore>().ListAsync(Deadline);
        Assert.That(accounts, Has.Count.EqualTo(1));
        Assert.That(replies.Count(reply => reply.Succeeded), Is.EqualTo(1));
        foreach (var refused in replies.Where(reply => !reply.Succeeded))
        {
            Assert.That(Refused(refused, "InvalidArgument").Message, Does.StartWith($"Account {accounts[0].AccountId} (anna@test.example) has the login"));
        }
    }

    [Test]
    public async Task An_account_cannot_be_changed_into_a_mailbox_that_another_has()
    {
        var annas = await SaveAsync(Server.AccountOf(AnnasMail));
        var other = await SaveAsync(Server.AccountOf(BobsMail));
        other.IncomingCredentials = Server.AccountOf(AnnasMail).IncomingCredentials;

        Refused(await TrySaveAsync(SoapTestServer.Anna, other), "InvalidArgument");

        Assert.That((await Server.Get<AccountStore>().FindAsync(other.EMailAccountId, Deadline))?.Incoming?.UserName, Is.EqualTo("bob"));
        Succeeded(await TrySaveAsync(SoapTestServer.Anna, annas));
    }

    [Test]
    public async Task Another_associate_may_have_the_same_mailbox_and_a_deleted_account_has_none()
    {
        var annas = await SaveAsync(Server.AccountOf(AnnasMail));

        Succeeded(await TrySaveAsync(SoapTestServer.Bob, Server.AccountOf(AnnasMail)));
        Succeeded(await CallAsync(SoapTestServer.Anna, "DeleteEMailAccount", ("EMailAccountId", annas.EMailAccountId)));
        Succeeded(await TrySaveAsync(SoapTestServer.Anna, Server.AccountOf(AnnasMail)));
    }

    [Test]
    public async Task A_mailbox_that_is_there_twice_already_can_still_be_changed_in_either_account()
    {
        int[] ids = [await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline), await Server.AddAccountAsync(BobsMail, SoapTestServer.Anna, Deadline)];
        await Server.Database.WriteAsync(
            (transaction, token) => transaction.ExecuteAsync("UPDATE service_auth SET user_name = 'anna'", new { }, token), Deadline);

        foreach (var id in ids)
        {
            var account = Server.AccountOf(AnnasMail);
            account.EMailAccountId = id;
            Succeeded(await TrySaveAsync(SoapTestServer.Anna, account));
        }
    }

    private async Task<EMailAccount> SaveAsync(EMailAccount account) =>
        Succeeded(await TrySaveAsync(SoapTestServer.Anna, account)).Read<EMailAccount>()!;

    private Task<SoapReply> TrySaveAsync(int associateId, EMailAccount account) =>
        CallAsync(associateId, "SaveEMailAccount", ("EMailAccount", account));
}
