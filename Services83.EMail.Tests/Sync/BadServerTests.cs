using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>If a server behaves wrongly, no message is lost and the account has a clear reason; when it works again, the account
/// recovers.</summary>
[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class BadServerTests : SyncFixture
{
    [Test]
    public async Task A_refused_password_is_a_permanent_failure_until_it_is_right()
    {
        await StartAsync();
        Server.Faults.RefuseLogin();

        var outcome = await Engine.SyncAsync(Account, Deadline);

        Assert.That(outcome.Error, Is.Not.Null);
        var account = await AccountAsync();
        Assert.That((account.Status, account.ErrorCount), Is.EqualTo((AccountStatus.Failed, 1)));
        Assert.That(account.ErrorReason, Does.Contain(Server.Host));

        Server.Faults.Clear();
        await SyncAsync();
        Assert.That(await AccountAsync(), Has.Property("Status").EqualTo(AccountStatus.Ok).And.Property("ErrorCount").EqualTo(0));
        await AssertEqualAsync();
    }

    [Test]
    public async Task A_line_dropped_within_a_message_loses_nothing()
    {
        await StartAsync(settings: ("Sync:BatchMessages", "2"));
        Server.Faults.On("UID FETCH", nth: 5).CloseInsideLiteral(20);

        var outcome = await Engine.SyncAsync(Account, Deadline);

        Assert.That(outcome.Error, Is.InstanceOf<MailServerException>().With.Property("IsTransient").True);
        Assert.That((await AccountAsync()).Status, Is.EqualTo(AccountStatus.Failing));
        await SyncAsync();
        await AssertEqualAsync();
    }

    [Test]
    public async Task The_line_may_break_at_any_command_and_the_next_sync_mends_it([Range(1, 18)] int nth)
    {
        await StartAsync(settings: ("Sync:BatchMessages", "2"));
        Server.Faults.On(SandboxFaults.AnyCommand, nth).DropLine();

        await Engine.SyncAsync(Account, Deadline);
        await SyncAsync();

        await AssertEqualAsync();
    }

    [Test]
    public async Task A_reply_may_be_garbled_at_any_command_and_the_next_sync_mends_it([Range(1, 18)] int nth)
    {
        await StartAsync(settings: ("Sync:BatchMessages", "2"));
        Server.Faults.On(SandboxFaults.AnyCommand, nth).Corrupt();

        await Engine.SyncAsync(Account, Deadline);
        await SyncAsync();

        await AssertEqualAsync();
    }

    [Test]
    public async Task A_server_that_falls_silent_within_a_message_loses_nothing()
    {
        await StartAsync(settings: [("Sync:BatchMessages", "2"), ("Mail:ReadTimeoutSeconds", "1")]);
        Server.Faults.On("UID FETCH", nth: 5).HangInsideLiteral(20);

        var outcome = await Engine.SyncAsync(Account, Deadline);

        Assert.That(outcome.Error, Is.InstanceOf<MailServerException>().With.Property("IsTransient").True);
        await SyncAsync();
        await AssertEqualAsync();
    }

    [Test]
    public async Task A_silent_server_is_given_up_at_the_deadline()
    {
        await StartAsync(settings: ("Mail:ReadTimeoutSeconds", "1"));
        Server.Faults.On("LIST").Hang();

        var outcome = await Engine.SyncAsync(Account, Deadline);

        Assert.That(outcome.Error, Is.InstanceOf<MailServerException>().With.Property("IsTransient").True);
        await SyncAsync();
        await AssertEqualAsync();
    }

    [Test]
    public async Task A_folder_that_the_server_refuses_keeps_no_other_from_being_synced()
    {
        await StartAsync();
        Server.Faults.On("EXAMINE").ReplyNo("[SERVERBUG] Not now");

        var outcome = await Engine.SyncAsync(Account, Deadline);

        Assert.That(outcome.Error?.Message, Does.Contain("Not now").And.Contain("INBOX"));
        Assert.That(outcome.NewMessages, Is.GreaterThan(0));
        await SyncAsync();
        await AssertEqualAsync();
    }

    [Test]
    public async Task A_certificate_that_is_not_the_pinned_one_is_refused_before_the_password_is_sent()
    {
        await StartAsync(settings: ("Mail:PinnedCertificates:127.0.0.1", new string('A', 64)));

        var outcome = await Engine.SyncAsync(Account, Deadline);

        Assert.That(outcome.Error?.Message, Does.Contain("fingerprint"));
        Assert.That((await AccountAsync()).Status, Is.EqualTo(AccountStatus.Failed));
        Assert.That(Server.Log.Entries, Is.Empty);
    }

    [Test]
    public async Task Several_certificates_may_be_pinned_for_a_host_that_changes_its_own()
    {
        await StartAsync();
        var second = $"{new string('A', 64)},{Server.Certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256)}";
        await using var engine = await TestEngine.StartAsync(Server, ("Mail:PinnedCertificates:127.0.0.1", second));
        var account = await engine.AddAccountAsync(Server, Anna);

        Assert.That((await engine.SyncAsync(account, Deadline)).Error, Is.Null);
    }

    [Test]
    public async Task A_server_that_the_policy_does_not_allow_is_not_connected_to()
    {
        await StartAsync(settings: ("Mail:Egress:AllowedHosts:0", "mail.example.com"));

        var outcome = await Engine.SyncAsync(Account, Deadline);

        Assert.That(outcome.Error?.Message, Does.Contain("Mail:Egress:AllowedHosts"));
        Assert.That(Server.Log.ConnectionsOpened, Is.Zero);
    }

    [Test]
    public async Task No_password_appears_in_the_log()
    {
        await StartAsync();
        await SyncAsync();
        Server.Faults.RefuseLogin();
        await Engine.SyncAsync(Account, Deadline);

        Assert.That(Engine.Log.Lines, Is.Not.Empty);
        Assert.That(Engine.Log.Lines, Has.None.Contains(Anna.Password));
        Assert.That(Engine.Log.Lines, Has.None.Contains(
            Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"\0{Anna.User}\0{Anna.Password}"))));
    }

    private async Task<StoredAccount> AccountAsync() => (await Engine.Get<AccountStore>().FindAsync(Account, Deadline))!;
}
