using System.Net;
using System.Net.Sockets;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Commands;

[Category(Tier.Programs)]
[CancelAfter(90_000)]
public sealed class SyncAndStatusCommandTests : ProgramFixture
{
    private const int State = 4;
    private const int LastSync = 5;
    private const int Now = 6;
    private const int Reason = 8;

    [Test]
    public async Task Without_a_server_the_command_itself_syncs_and_shows_each_account()
    {
        var (anna, bob) = (Mailbox("anna"), Mailbox("bob"));
        var mail = await StartMailServerAsync(anna, bob);
        await AddUserAsync("admin");
        await ImportAsync(mail, "admin", anna, bob);
        var before = await StatusAsync();
        var result = await MustRunAsync("", ["sync", .. SettingsFor(mail)]);
        var after = await StatusAsync();

        Assert.That(result.Output, Does.Match("anna@test.example.*%").And.Match("bob@test.example.*%"), "progress");
        Assert.That(result.Output, Does.EndWith("2 of 2 accounts are synced."));
        Assert.That(result.Output, Does.Not.Contain('\u001b').And.Not.Contain("info:"), "colours or log lines between");
        Assert.That(before.Select(row => (row[State], row[LastSync], row[Now])), Is.All.EqualTo(("unknown", "never", "")));
        Assert.That(after.Select(row => (row[State], row[Now], row[Reason])), Is.All.EqualTo(("ok", "", "")));
        Assert.That(after.Select(row => row[LastSync]), Is.All.StartsWith("20"));
        using var database = OpenDatabase();
        Assert.That(await CachedMailbox.ReadAsync(database, 2), Is.EqualTo(CachedMailbox.Of(bob)));
    }

    [Test]
    public async Task With_a_running_server_the_server_does_the_work()
    {
        var (anna, bob) = (Mailbox("anna"), Mailbox("bob"));
        var mail = await StartMailServerAsync(anna, bob);
        await AddUserAsync("admin");
        await ImportAsync(mail, "admin", anna, bob);
        var server = await StartServerAsync(SettingsFor(mail));
        // Without the settings that would let this process reach the mail server.
        await MustRunAsync("", "sync", "2");

        await server.Process.WaitForLineAsync("Account 2: synced", Deadline);
        Assert.That(mail.Log.Entries.Select(entry => entry.User), Has.None.EqualTo("anna"), "accounts that were not asked for");
        using var database = OpenDatabase();
        Assert.That(await CachedMailbox.ReadAsync(database, 2), Is.EqualTo(CachedMailbox.Of(bob)));
    }

    [Test]
    public async Task A_server_that_dies_meanwhile_is_not_waited_for()
    {
        var anna = Mailbox("anna");
        var mail = await StartMailServerAsync(anna);
        await AddUserAsync("admin");
        await ImportAsync(mail, "admin", anna);
        var server = await StartServerAsync(SettingsFor(mail));
        var held = mail.Faults.On("LIST").Hang();
        var waiting = RunAsync("sync", "1");
        await held.Reached.WaitAsync(Deadline);
        await server.Process.KillAsync();

        var result = await waiting;
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Error, Does.Contain("has ended; 1 account is waiting"));
        mail.Faults.Clear();
        await MustRunAsync("", ["sync", .. SettingsFor(mail)]);
    }

    [Test]
    public async Task An_account_that_fails_is_told_with_its_reason_and_the_others_are_synced()
    {
        var (anna, bob) = (Mailbox("anna"), Mailbox("bob"));
        var mail = await StartMailServerAsync(anna, bob);
        await AddUserAsync("admin");
        await ImportAsync(mail, "admin", anna, bob);
        var closed = UnusedPort();
        await MustRunAsync("x\n", "account", "add", "carl@test.example", "--associate", "admin", "--server", $"imaps://127.0.0.1:{closed}", "--no-test");
        anna.Password = "changed by its owner";
        var result = await RunAsync(["sync", .. SettingsFor(mail), $"--Mail:Egress:AllowedPorts:1={closed}"]);
        var shown = await RunAsync("status");
        var status = shown.Rows;

        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(shown.ExitCode, Is.EqualTo(2), "a person is needed");
        Assert.That(result.Error, Does.Contain("1 anna@test.example: ").And.Contain("3 carl@test.example: ").And.Not.Contain("bob"));
        Assert.That(status.Select(row => row[State]), Is.EqualTo(["failed (1)", "ok", "failing (1)"]));
        Assert.That(status.Select(row => row[Now].StartsWith("next attempt at", StringComparison.Ordinal)), Is.EqualTo([true, false, true]));
        Assert.That(status[0][Reason], Does.Contain("refused the credentials"));
        Assert.That(status[2][Reason], Does.Contain("127.0.0.1"));
    }

    [Test]
    public async Task Status_tells_what_runs_and_what_waits()
    {
        var (anna, bob) = (Mailbox("anna"), Mailbox("bob"));
        var mail = await StartMailServerAsync(anna, bob);
        await AddUserAsync("admin", "--admin");
        await ImportAsync(mail, "admin", anna, bob);
        var held = mail.Faults.On("LIST").Hang();
        var server = await StartServerAsync([.. SettingsFor(mail), "--Sync:MaxConcurrentAccountsPerHost=1"]);
        await server.SyncEmailAccountsAsync(await server.LogInAsync("admin", Password), 1, 2);
        await held.Reached.WaitAsync(Deadline);

        var status = await StatusAsync();
        Assert.That(status.Select(row => (row[State], row[Now])), Is.EqualTo(new[] { ("unknown", "running"), ("unknown", "waiting") }));
    }

    [Test]
    public async Task An_unknown_account_is_named()
    {
        var result = await RunAsync("sync", "7");

        Assert.That((result.ExitCode, result.Error), Is.EqualTo((1, "There is no account 7.")));
    }

    [Test]
    public async Task A_sync_that_cannot_be_requested_ends_what_runs_in_the_background()
    {
        var result = await RunAsync("sync", "7", "--Logging:LogLevel:Microsoft.Extensions.Hosting=Debug");

        Assert.That(result.Error, Does.Match("Hosting stopped\nThere is no account 7.$"));
    }

    private async Task<IReadOnlyList<string[]>> StatusAsync() => (await MustRunAsync("", "status")).Rows;

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
