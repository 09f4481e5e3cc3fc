using NUnit.Framework;
using Services83.EMail.Sandbox;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cluster;

/// <summary>Several processes are one server: any of them takes a request, each account is synced by one at a time, and all of it survives each of them.</summary>
[Category(Tier.Kills)]
[CancelAfter(300_000)]
public sealed class ClusterTests : ClusterFixture
{
    [Test]
    public async Task Processes_share_the_accounts_and_no_account_is_synced_by_two_at_once()
    {
        SandboxAccount[] mailboxes = [.. Enumerable.Range(1, 40).Select(number => Mailbox($"user{number}"))];
        await StartAsync(nodes: 3, mailboxes, "--Sync:MaxConcurrentAccounts=4");
        var tickets = await Task.WhenAll(Nodes.Select(LogInAsync));

        // A ticket of any process is good at any other.
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(Nodes.Select((node, i) => node.SyncEmailAccountsAsync(tickets[(i + round) % 3], Enumerable.Range(1, mailboxes.Length))));
        }

        using var database = OpenDatabase();
        await WaitUntilNothingWaitsAsync(database);
        await AssertStoredAsync(database);
        foreach (var mailbox in mailboxes)
        {
            Assert.That(Mail.Log.SessionsPeak(mailbox.User), Is.EqualTo(1), mailbox.User);
        }

        Assert.That(Nodes.Count(node => SyncedBy(node) > 0), Is.GreaterThan(1), "one process did all the work");
    }

    [Test]
    public async Task The_runs_of_a_killed_process_are_taken_over()
    {
        await StartAsync(nodes: 2, [Mailbox("anna"), Mailbox("bob")]);
        var held = Mail.Faults.On("LIST").Hang();
        var ticket = await LogInAsync(Nodes[0]);
        await Nodes[0].SyncEmailAccountsAsync(ticket, 1, 2);
        await held.Reached.WaitAsync(Deadline);
        var victim = await RunnerAsync(1);
        await victim.Process.KillAsync();
        Mail.Faults.Clear();

        using var database = OpenDatabase();
        await WaitUntilNothingWaitsAsync(database);

        await AssertStoredAsync(database);
    }

    /// <summary>It takes no part for longer than the others wait for it, and then goes on where it was.</summary>
    [Test]
    public async Task A_process_that_was_stopped_stores_nothing_for_an_account_that_another_one_has_synced_meanwhile()
    {
        await StartAsync(nodes: 2, [Mailbox("anna")]);
        var release = new TaskCompletionSource();
        var held = Mail.Faults.On("UID FETCH").DelayUntil(release.Task);
        await Nodes[0].SyncEmailAccountsAsync(await LogInAsync(Nodes[0]), 1);
        await held.Reached.WaitAsync(Deadline);
        var stopped = await RunnerAsync(1);
        stopped.Process.Stop();
        Mail.Faults.Clear();

        using var database = OpenDatabase();
        await WaitUntilNothingWaitsAsync(database);
        release.SetResult();
        stopped.Process.Continue();

        await stopped.Process.WaitForLineAsync("another process has begun", Deadline);
        await AssertStoredAsync(database);
        var ticket = await LogInAsync(stopped);
        await stopped.SyncEmailAccountsAsync(ticket, 1);
        await WaitUntilNothingWaitsAsync(database);
        await AssertStoredAsync(database);
    }

    [Test]
    public async Task A_process_that_ends_on_request_hands_over_what_it_has_not_finished()
    {
        await StartAsync(nodes: 2, [Mailbox("anna")]);
        var held = Mail.Faults.On("LIST").Hang();
        await Nodes[0].SyncEmailAccountsAsync(await LogInAsync(Nodes[0]), 1);
        await held.Reached.WaitAsync(Deadline);
        var ending = await RunnerAsync(1);
        Mail.Faults.Clear();
        ending.Process.Terminate();

        Assert.That((await ending.Process.WaitForExitAsync(Deadline)).ExitCode, Is.Zero);
        using var database = OpenDatabase();
        await WaitUntilNothingWaitsAsync(database);
        await AssertStoredAsync(database);
    }

    [Test]
    public async Task Inboxes_are_watched_by_one_process_each_and_by_the_others_when_it_is_gone()
    {
        SandboxAccount[] mailboxes = [.. Enumerable.Range(1, 6).Select(number => Mailbox($"user{number}"))];
        await StartAsync(nodes: 2, mailboxes, "--Sync:IdleAccounts=6");
        await Nodes[0].SyncEmailAccountsAsync(await LogInAsync(Nodes[0]), Enumerable.Range(1, mailboxes.Length));
        await Mail.Log.WaitForAsync("IDLE", mailboxes.Length, Deadline);
        Assert.That(Nodes.Select(node => node.Process.Output.Split("its inbox is watched").Length - 1), Has.All.EqualTo(3));

        await Nodes[0].Process.KillAsync();

        await Mail.Log.WaitForAsync("IDLE", mailboxes.Length + 3, Deadline);
        foreach (var mailbox in mailboxes)
        {
            mailbox.Inbox.Append("Subject: new\r\n\r\nx\r\n"u8.ToArray());
        }

        using var database = OpenDatabase();
        await Polling.UntilAsync(
            async () => await database.FirstOrDefaultAsync<int>("SELECT COUNT(*) FROM email_item JOIN content USING (content_id) WHERE subject = 'new'", new { }, Deadline) == mailboxes.Length,
            Deadline);
    }

    [Test]
    public async Task Whoever_waits_for_a_sync_is_answered_whichever_process_runs_it()
    {
        await StartAsync(nodes: 2, [Mailbox("anna")]);
        foreach (var node in Nodes)
        {
            var ticket = await LogInAsync(node);
            var before = Mail.Log.Count("LOGOUT");
            await node.SyncEmailAccountAsync(ticket, 1);
            Assert.That(Mail.Log.Count("LOGOUT"), Is.GreaterThan(before));
        }

        foreach (var node in Nodes)
        {
            Mail.Faults.On("LIST").ReplyNo("[UNAVAILABLE] not for you");
            var error = await Assert.CatchAsync(async () => await node.SyncEmailAccountAsync(await LogInAsync(node), 1));
            Assert.That(error!.Message, Does.Contain("not for you"));
        }
    }

    /// <summary>As a newer version does at its start, while processes of this version go on.</summary>
    [Test]
    public async Task A_process_goes_on_when_a_newer_one_adds_tables_and_columns()
    {
        await StartAsync(nodes: 1, [Mailbox("anna")]);
        var ticket = await LogInAsync(Nodes[0]);
        for (var i = 0; i < 6; i++)
        {
            // Often enough that the driver has prepared its statements.
            await Nodes[0].SyncEmailAccountAsync(ticket, 1);
        }

        using var database = OpenDatabase();
        var tables = await database.QueryAsync<string>(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'qrtz%'",
            new { }, Deadline);
        Assert.That(tables, Has.Count.GreaterThan(20));
        await database.ExecuteAsync(
            string.Concat(tables.Select(table => $"ALTER TABLE {table} ADD COLUMN of_a_newer_version BIGINT NOT NULL DEFAULT 7;"))
            + "CREATE TABLE newer (id BIGINT); INSERT INTO schema_version (version, name, checksum, applied_at) SELECT MAX(version) + 1, 'newer', 'x', 0 FROM schema_version",
            new { }, Deadline);

        Mail.Options.Accounts[0].Inbox.Append("Subject: later\r\n\r\nx\r\n"u8.ToArray());
        for (var i = 0; i < 3; i++)
        {
            await Nodes[0].SyncEmailAccountAsync(await LogInAsync(Nodes[0]), 1);
        }

        await AssertStoredAsync(database);

        var late = await RunAsync("status");
        Assert.That(late.ExitCode, Is.Not.Zero);
        Assert.That(late.Error, Does.Contain("It was written by a newer program"));
    }
}
