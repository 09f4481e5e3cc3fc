using Dapper;
using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sqlite;
using Services83.EMail.Tests.Support;
using Services83.EMail.Tests.Sync;

namespace Services83.EMail.Tests.Hosting;

/// <summary>
/// The promise to a client: an accepted request is carried out, even if the process is killed right after its reply, and without another
/// request.
/// </summary>
[Category(Tier.Kills)]
[CancelAfter(300_000)]
public sealed class KillTests : ProgramFixture
{
    private SandboxImapServer _mail = null!;

    [Test]
    public async Task Killed_right_after_the_reply()
    {
        var server = await StartWithAccountsAsync([Mailbox("anna"), Mailbox("bob")]);
        await RequestAllAsync(server, 2);
        await server.Process.KillAsync();

        await AssertSyncedAfterRestartAsync();
    }

    [Test]
    public async Task Killed_while_the_mail_server_holds_the_first_list()
    {
        var server = await StartWithAccountsAsync([Mailbox("anna"), Mailbox("bob")]);
        var held = _mail.Faults.On("LIST").Hang();
        await RequestAllAsync(server, 2);
        await held.Reached.WaitAsync(Deadline);
        await server.Process.KillAsync();

        await AssertSyncedAfterRestartAsync();
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(4)]
    public async Task Killed_in_the_middle_of_a_fetch(int nth)
    {
        var server = await StartWithAccountsAsync([Mailbox("anna", messages: 9)], "--Sync:BatchMessages=2");
        var cut = _mail.Faults.On("UID FETCH", nth).HangInsideLiteral(20);
        await RequestAllAsync(server, 1);
        await cut.Reached.WaitAsync(Deadline);
        await server.Process.KillAsync();

        await AssertSyncedAfterRestartAsync();
    }

    [Test]
    public async Task Killed_again_and_again_while_many_accounts_are_synced()
    {
        const int Accounts = 200;
        SandboxAccount[] mailboxes = [.. Enumerable.Range(1, Accounts).Select(number => Mailbox($"user{number}", messages: 1))];
        const string Wide = "--Sync:MaxConcurrentAccountsPerHost=20";
        var server = await StartWithAccountsAsync(mailboxes, Wide);
        await RequestAllAsync(server, Accounts);
        foreach (var listed in new[] { 20, 60, 120 })
        {
            await _mail.Log.WaitForAsync("LIST", listed, Deadline);
            await server.Process.KillAsync();
            server = await StartServerAsync([.. SettingsFor(_mail), Wide]);
        }

        await server.Process.KillAsync();
        await AssertSyncedAfterRestartAsync(Wide);
    }

    /// <summary>SQLite keeps long messages in a file of its own, which is committed before the database.</summary>
    [Test]
    public async Task Killed_again_and_again_while_long_messages_are_stored()
    {
        TestStorage.RequireSqlite("PostgreSQL has one place for all messages.");
        var anna = Mailbox("anna");
        for (var number = 1; number <= 60; number++)
        {
            anna.Inbox.Append(GeneratedMail.Large(number, 200_000));
        }

        const string Small = "--Sync:BatchMessages=2";
        var server = await StartWithAccountsAsync([anna], Small);
        await RequestAllAsync(server, 1);
        foreach (var bytes in new[] { 1, 3_000_000, 7_000_000 })
        {
            var bodies = new FileInfo(Path.Combine(DataFolder, "email.bodies.db"));
            await Polling.UntilAsync(
                () =>
                {
                    bodies.Refresh();
                    return Task.FromResult(bodies.Exists && bodies.Length >= bytes);
                },
                Deadline);
            await server.Process.KillAsync();
            server = await StartServerAsync([.. SettingsFor(_mail), Small]);
        }

        await server.Process.KillAsync();
        await AssertSyncedAfterRestartAsync(Small);
        Assert.That(SqliteFile.Check(Path.Combine(DataFolder, "email.db"), isAtRest: false), Is.Empty);
    }

    [Test]
    public async Task A_sync_that_hangs_does_not_keep_the_server_from_ending_on_request_and_goes_on_afterwards()
    {
        var server = await StartWithAccountsAsync([Mailbox("anna")]);
        var held = _mail.Faults.On("LIST").Hang();
        await RequestAllAsync(server, 1);
        await held.Reached.WaitAsync(Deadline);
        server.Process.Terminate();
        var ended = await server.Process.WaitForExitAsync(Deadline);

        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        await AssertSyncedAfterRestartAsync();
    }

    private async Task<RunningServer> StartWithAccountsAsync(SandboxAccount[] mailboxes, params string[] settings)
    {
        _mail = await StartMailServerAsync(mailboxes);
        await AddUserAsync("admin", "--admin");
        await ImportAsync(_mail, "admin", mailboxes);
        return await StartServerAsync([.. SettingsFor(_mail), .. settings]);
    }

    private static async Task RequestAllAsync(RunningServer server, int accounts) =>
        await server.SyncEmailAccountsAsync(await server.LogInAsync("admin", Password), Enumerable.Range(1, accounts));

    private async Task AssertSyncedAfterRestartAsync(params string[] settings)
    {
        _mail.Faults.Clear();
        await StartServerAsync([.. SettingsFor(_mail), .. settings]);
        using var database = OpenDatabase();
        await WaitUntilNothingWaitsAsync(database);
        await AssertStoredAsync(database, _mail);
        var doubled = await database.ReadAsync(
            (connection, _) => connection.QueryAsync<string>("SELECT message_id FROM content GROUP BY message_id HAVING count(*) > 1"), Deadline);
        Assert.That(doubled, Is.Empty, "content that is stored twice");
    }
}
