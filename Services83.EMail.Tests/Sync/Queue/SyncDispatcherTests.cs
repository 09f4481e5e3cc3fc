using Microsoft.Extensions.Hosting;
using NUnit.Framework;
using Quartz;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Queue;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Queue;

[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class SyncDispatcherTests : SyncFixture
{
    [Test]
    public async Task A_request_during_a_sync_makes_the_account_run_once_more()
    {
        await StartAsync();
        var release = new TaskCompletionSource();
        Server.Faults.On("LIST").DelayUntil(release.Task);
        var first = Engine.SyncAsync(Account, Deadline);
        await Server.Log.WaitForAsync("LIST", 1, Deadline);

        // Ten requests while it runs are one more run.
        var later = Enumerable.Range(0, 10).Select(_ => Engine.SyncAsync(Account, Deadline)).ToArray();
        await WaitForAsync(request => request is { Again: true });
        Anna.Inbox.Append(Message("after the first run began"));
        release.SetResult();
        await Task.WhenAll([first, .. later]);

        await AssertEqualAsync();
        Assert.That(Server.Log.Count("LOGOUT"), Is.EqualTo(2));
        Assert.That(Server.Log.SessionsPeak("anna"), Is.EqualTo(1), "never two sessions of one account");
    }

    [Test]
    public async Task The_queue_is_empty_when_everything_is_done()
    {
        await StartAsync();

        await SyncAsync();

        Assert.That(await Engine.Get<SyncQueue>().ListAsync(Deadline), Is.Empty);
    }

    [Test]
    public async Task A_request_that_another_process_left_in_the_database_is_taken_up()
    {
        await StartAsync(settings: ("Sync:SweepSeconds", "1"));

        await Engine.Get<SyncQueue>().EnqueueAsync([Account], Deadline);

        await Server.Log.WaitForAsync("LOGOUT", 1, Deadline);
        await WaitForAsync(request => request is null);
        await AssertEqualAsync();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task That_Quartz_takes_no_more_runs_is_reported_unless_the_program_stops(bool stops)
    {
        await StartAsync();
        await (await Engine.Get<ISchedulerFactory>().GetScheduler(Deadline)).Shutdown(cancellationToken: Deadline);
        if (stops)
        {
            Engine.Get<IHostApplicationLifetime>().StopApplication();
        }

        await Engine.Get<SyncDispatcher>().SweepAsync(Deadline);
        await Engine.Get<SyncSchedule>().StartAsync(Account, Deadline);

        Assert.That(Engine.Log.Lines.Count(line => line.Contains("search for requested syncs failed", StringComparison.Ordinal)), Is.EqualTo(stops ? 0 : 1));
        Assert.That(Engine.Log.Lines.Count(line => line.Contains("its sync could not be started", StringComparison.Ordinal)), Is.EqualTo(stops ? 0 : 1));
    }

    [Test]
    public async Task A_failed_sync_is_tried_again_by_itself_and_counts_its_failures_until_then()
    {
        await StartAsync();
        Server.Faults.On("LIST").ReplyNo("[UNAVAILABLE] Later");

        await Engine.SyncAsync(Account, Deadline);
        await WaitForAsync(request => request is { Failures: 1, RetryAt: not null, Running: false });
        Assert.That(await Engine.Get<AccountStore>().DueAsync(Scope.Everybody, Deadline), Is.Empty, "it comes back by itself");

        await Engine.Database.ExecuteAsync("UPDATE sync_request SET retry_at = 1", new { }, Deadline);
        await WaitForAsync(request => request is null);
        await AssertEqualAsync();
    }

    [Test]
    public async Task A_request_for_an_account_that_failed_does_not_wait_for_the_retry()
    {
        await StartAsync();
        Server.Faults.On("LIST").ReplyNo("[UNAVAILABLE] Later");
        await Engine.SyncAsync(Account, Deadline);

        await SyncAsync();

        await WaitForAsync(request => request is null);
        await AssertEqualAsync();
    }

    [Test]
    public async Task Accounts_of_one_host_share_its_budget()
    {
        await StartAsync(settings: ("Sync:MaxConcurrentAccountsPerHost", "2"));
        var accounts = new List<int>();
        for (var i = 0; i < 12; i++)
        {
            accounts.Add(await Engine.AddAccountAsync(Server, Anna));
        }

        await Task.WhenAll(accounts.Select(account => Engine.SyncAsync(account, Deadline)));

        Assert.That(Server.Log.SessionsPeak("anna"), Is.LessThanOrEqualTo(2));
        foreach (var account in accounts)
        {
            Assert.That(await CachedMailbox.ReadAsync(Engine.Database, account), Is.EqualTo(CachedMailbox.Of(Anna)));
        }
    }

    [Test]
    public async Task Ten_thousand_requests_for_the_same_accounts_are_accepted_at_once_and_merged()
    {
        await StartAsync();
        var release = new TaskCompletionSource();
        Server.Faults.On("LIST").DelayUntil(release.Task);

        await Engine.Get<SyncDispatcher>().AcceptAsync([.. Enumerable.Repeat(Account, 10_000)], Deadline);
        await Server.Log.WaitForAsync("LIST", 1, Deadline);
        Assert.That(await Engine.Get<SyncQueue>().ListAsync(Deadline), Has.Count.EqualTo(1));
        release.SetResult();

        await WaitForAsync(request => request is null);
        Assert.That(Server.Log.Count("LIST"), Is.LessThanOrEqualTo(2));
    }

    [Test]
    public async Task A_request_that_comes_while_all_places_are_taken_runs_as_soon_as_one_is_free()
    {
        // The periodic search does not help.
        await StartAsync(settings: [("Sync:MaxConcurrentAccountsPerHost", "1"), ("Sync:SweepSeconds", "3600")]);
        var others = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            others.Add(await Engine.AddAccountAsync(Server, Anna));
        }

        var release = new TaskCompletionSource();
        Server.Faults.On("LIST").DelayUntil(release.Task);
        await Engine.Get<SyncDispatcher>().AcceptAsync([Account], Deadline);
        await Server.Log.WaitForAsync("LIST", 1, Deadline);
        foreach (var account in others)
        {
            await Engine.Get<SyncDispatcher>().AcceptAsync([account], Deadline);
        }

        release.SetResult();
        await UntilDoneAsync();

        // And another one, when all places are free again.
        await Engine.Get<SyncDispatcher>().AcceptAsync([Account], Deadline);
        await UntilDoneAsync();
        Assert.That(Server.Log.Count("LOGOUT"), Is.EqualTo(5));
    }

    [Test]
    public async Task A_request_for_an_account_that_waits_already_stores_nothing()
    {
        await StartAsync(settings: [("Sync:MaxConcurrentAccountsPerHost", "1")]);
        var other = await Engine.AddAccountAsync(Server, Anna);
        var release = new TaskCompletionSource();
        Server.Faults.On("LIST").DelayUntil(release.Task);
        await Engine.Get<SyncDispatcher>().AcceptAsync([Account], Deadline);
        await Server.Log.WaitForAsync("LIST", 1, Deadline);

        Assert.That(await Engine.Get<SyncQueue>().EnqueueAsync([Account, other, 4711], Deadline), Is.EquivalentTo(new[] { Account, other, 4711 }));
        Assert.That(await Engine.Get<SyncQueue>().EnqueueAsync([Account, other, 4711], Deadline), Is.EquivalentTo(new[] { Account, 4711 }));

        release.SetResult();
        await UntilDoneAsync();
        Assert.That(Server.Log.Count("LOGOUT"), Is.EqualTo(3), "the running one again, the other one once");
    }

    [TestCase("UPDATE sync_request SET running = TRUE WHERE account_id = @Account")]
    [TestCase("UPDATE sync_request SET retry_at = 9999999999999 WHERE account_id = @Account")]
    [TestCase("UPDATE sync_request SET quick = TRUE WHERE account_id = @Account")]
    [TestCase("""
        INSERT INTO undelivered (folder_id, uid_validity, uid, attempts, reason, retry_at)
        SELECT folder_id, uid_validity, 1, 3, '', 9999999999999 FROM email_folder WHERE account_id = @Account AND name = 'INBOX'
        """)]
    public async Task A_request_is_stored_for_an_account_that_waits_for_less(string change)
    {
        await StartAsync(settings: ("Sync:MaxConcurrentAccountsPerHost", "1"));
        await SyncAsync();
        var other = await Engine.AddAccountAsync(Server, Anna);
        var release = new TaskCompletionSource();
        Server.Faults.On("LIST").DelayUntil(release.Task);
        await Engine.Get<SyncDispatcher>().AcceptAsync([other], Deadline);
        await Server.Log.WaitForAsync("LIST", 2, Deadline);
        await Engine.Get<SyncQueue>().EnqueueAsync([Account], Deadline);
        Assert.That(await Engine.Database.ExecuteAsync(change, new { Account }, Deadline), Is.EqualTo(1));

        Assert.That(await Engine.Get<SyncQueue>().EnqueueAsync([Account], Deadline), Is.EqualTo(new[] { Account }));

        release.SetResult();
        await UntilDoneAsync();
    }

    private Task UntilDoneAsync() => Engine.UntilAsync(async () => await Engine.Get<SyncQueue>().CountAsync(Deadline) == 0, Deadline);

    /// <summary>Waits until the account's request is as wanted; the test's deadline ends it.</summary>
    private Task WaitForAsync(Func<SyncRequest?, bool> wanted) => Engine.UntilAsync(
        async () => wanted((await Engine.Get<SyncQueue>().ListAsync(Deadline)).FirstOrDefault(request => request.AccountId == Account)), Deadline);
}
