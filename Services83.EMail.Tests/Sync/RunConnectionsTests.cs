using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>The connection of a run serves the account's next run, unless a new connection might not come about.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class RunConnectionsTests : SyncFixture
{
    [Test]
    public async Task The_next_sync_of_an_account_needs_no_login()
    {
        await StartKeepingAsync();
        await SyncAsync();
        Anna.Inbox.Append(Message("later"));

        await SyncAsync();

        await AssertEqualAsync();
        Assert.That(Server.Log.ConnectionsOpened, Is.EqualTo(1));
    }

    [Test]
    public async Task A_folder_that_the_run_before_had_open_is_not_open_in_the_next()
    {
        await StartKeepingAsync();
        await SyncAsync();
        Server.Log.Clear();

        await SyncAsync();

        Assert.That(Server.Log.Entries.Select(entry => entry.Command), Is.EqualTo(new[] { "UNSELECT", "LIST" }));
    }

    [Test]
    public async Task A_connection_that_broke_meanwhile_costs_a_login_and_no_failure()
    {
        await StartKeepingAsync();
        await SyncAsync();
        await Server.DropConnectionsAsync();
        Anna.Inbox.Append(Message("later"));

        await SyncAsync();

        await AssertEqualAsync();
        Assert.That(Server.Log.ConnectionsOpened, Is.EqualTo(2));
    }

    [Test]
    public async Task A_password_that_is_changed_here_is_tried_by_the_next_sync()
    {
        await StartKeepingAsync();
        await SyncAsync();
        await SetPasswordAsync("wrong");

        var outcome = await Engine.SyncAsync(Account, Deadline);

        Assert.That(outcome.Error, Is.InstanceOf<MailServerException>());
    }

    [Test]
    public async Task A_run_that_failed_leaves_no_connection()
    {
        await StartKeepingAsync();
        Server.Faults.On("LIST").ReplyNo("not now");

        var outcome = await Engine.SyncAsync(Account, Deadline);
        await SyncAsync();

        Assert.That(outcome.Error, Is.Not.Null);
        Assert.That(Server.Log.ConnectionsOpened, Is.EqualTo(2));
    }

    [Test]
    public async Task Kept_connections_and_runs_together_are_no_more_than_a_host_may_have()
    {
        var bob = SandboxAccount.WithUsualFolders("bob", "secret-of-bob");
        await StartKeepingAsync(("Sync:MaxConcurrentAccountsPerHost", "1"));
        await Server.ReplaceAccountsAsync([Anna, bob]);
        var second = await Engine.AddAccountAsync(Server, bob);

        await SyncAsync();
        var outcome = await Engine.SyncAsync(second, Deadline);
        await SyncAsync();

        Assert.That(outcome.Error, Is.Null);
        Assert.That(
            Server.Log.Entries.Select(entry => entry.Command).Where(command => command is "AUTHENTICATE" or "LOGOUT"),
            Is.EqualTo(new[] { "AUTHENTICATE", "LOGOUT", "AUTHENTICATE", "LOGOUT", "AUTHENTICATE" }));
    }

    [Test]
    public async Task The_end_of_the_program_logs_out()
    {
        await StartKeepingAsync();
        await SyncAsync();
        Assert.That(Server.Log.Count("LOGOUT"), Is.Zero);

        await Engine.DisposeAsync();

        Assert.That(Server.Log.Count("LOGOUT"), Is.EqualTo(1));
    }

    private Task StartKeepingAsync(params (string Key, string Value)[] settings) =>
        StartAsync(settings: [("Sync:KeepConnectionSeconds", "600"), .. settings]);

    private async Task SetPasswordAsync(string password) => await Engine.Get<AccountStore>().UpdateAsync(
        new AccountDraft
        {
            AccountId = Account,
            AssociateId = (await Engine.Get<AccountStore>().FindForSyncAsync(Account, Deadline))!.AssociateId,
            EmailAddress = "anna@test.example",
            Incoming = new LoginDraft(new MailEndpoint(Server.Host, Server.TlsPort, MailSecurity.Tls), "", Anna.User, new Secret(password)),
        },
        Deadline);
}
