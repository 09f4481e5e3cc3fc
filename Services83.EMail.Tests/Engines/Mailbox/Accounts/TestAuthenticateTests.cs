using NUnit.Framework;
using Services83.EMail.Connections;
using Services83.EMail.Sandbox;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Accounts;

[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class TestAuthenticateTests : SoapFixture
{
    [SetUp]
    public Task Start() => StartAsync();

    [Test]
    public async Task A_working_account_is_true_and_its_server_was_really_asked()
    {
        await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);

        Assert.That(await GetAsync<bool>(SoapTestServer.Anna, "TestAuthenticate"), Is.True);

        Assert.That(Server.Mail.Log.SessionsPeak(AnnasMail.User), Is.EqualTo(1));
    }

    [Test]
    public async Task Without_an_account_it_is_false_and_says_why()
    {
        var reply = Succeeded(await CallAsync(SoapTestServer.Anna, "TestAuthenticate"));

        Assert.That(reply.Read<bool>(), Is.False);
        Assert.That(reply.ExtraInfo["Reason"], Does.Contain("no mail account"));
    }

    [Test]
    public async Task A_refused_password_is_false_and_says_why()
    {
        await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        Server.Mail.Faults.RefuseLogin();

        var reply = Succeeded(await CallAsync(SoapTestServer.Anna, "TestAuthenticate"));

        Assert.That(reply.Read<bool>(), Is.False);
        Assert.That(reply.ExtraInfo["Reason"], Does.Contain("Authentication failed"));
    }

    [Test]
    public async Task A_server_that_is_not_there_is_false_and_says_why()
    {
        await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        await Server.Mail.DisposeAsync();

        var reply = Succeeded(await CallAsync(SoapTestServer.Anna, "TestAuthenticate"));

        Assert.That(reply.Read<bool>(), Is.False);
        Assert.That(reply.ExtraInfo["Reason"], Is.Not.Empty);
    }

    [Test]
    public async Task Guesses_by_saving_and_testing_an_account_are_stopped_whatever_the_spelling_of_the_host()
    {
        string[] spellings = ["127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "127.0.0.1."];
        var account = Server.AccountOf(AnnasMail);
        account.EMailAccountId = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);

        for (var guess = 0; guess < 12; guess++)
        {
            account.IncomingCredentials!.Server = spellings[guess % spellings.Length];
            account.IncomingCredentials.Password = $"guess {guess}";
            Succeeded(await CallAsync(SoapTestServer.Anna, "SaveEMailAccount", ("EMailAccount", account)));
            Assert.That(await GetAsync<bool>(SoapTestServer.Anna, "TestAuthenticate"), Is.False);
            await CallAsync(
                SoapTestServer.Anna, "SyncEmailAccount", ("SyncUserAccount", new SyncUserAccount { AccountId = account.EMailAccountId }));
        }

        Assert.That(Server.Mail.Log.ConnectionsOpened, Is.LessThanOrEqualTo(ServerLoginThrottle.MaxPerUser + 1));
    }

    [Test]
    public async Task A_server_that_takes_no_password_at_all_was_guessed_at_by_nobody()
    {
        await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        var takesNone = true;
        Server.Mail.Faults.OnEvery(SandboxFaults.Greeting).Rewrite(
            line => takesNone ? line.Replace("AUTH=PLAIN", "LOGINDISABLED", StringComparison.Ordinal) : line);

        for (var attempt = 0; attempt < 2 * ServerLoginThrottle.MaxPerUser; attempt++)
        {
            var reply = Succeeded(await CallAsync(SoapTestServer.Anna, "TestAuthenticate"));
            Assert.That(reply.ExtraInfo["Reason"], Does.Contain("accepts no password"));
        }

        takesNone = false;
        Assert.That(await GetAsync<bool>(SoapTestServer.Anna, "TestAuthenticate"), Is.True);
    }
}
