using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Quartz;
using Services83.EMail.Background;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Queue;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>
/// Unexpected exceptions: no loop without waits, no crash, no loss; other accounts continue, and the account reports what happened. The
/// test controls the clock, so that the number of attempts depends on nothing else.
/// </summary>
[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(120_000)]
public sealed class UnforeseenTests : SyncFixture
{
    private readonly ManualTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private FullDatabase _database = null!;
    private TestEngine _engine = null!;
    private QuartzJobs _jobs = null!;

    private int Logins => Server.Log.Count("LOGIN") + Server.Log.Count("AUTHENTICATE");

    private LoopBoard Board => _engine.Get<LoopBoard>();

    [SetUp]
    public void Need() => TestStorage.RequireSqlite("The database becomes full as a file of SQLite does.");

    [TearDown]
    public async Task StopEngine() => await (_engine?.DisposeAsync() ?? default);

    [Test]
    public async Task An_error_in_the_middle_of_a_sync_is_a_failed_run_with_its_reason_and_its_wait()
    {
        await StartOnClockAsync();
        await ExecuteAsync(TestStorage.Refuse("boom", "INSERT ON content", "boom"));

        var outcome = await _engine.SyncAsync(Account, Deadline);

        Assert.That(outcome.Error, Is.InstanceOf<StorageException>());
        var account = await AccountAsync();
        Assert.That((account.Status, account.ErrorCount), Is.EqualTo((AccountStatus.Failing, 1)));
        Assert.That(account.ErrorReason, Does.Contain("boom").And.Not.Contain(Engine.DataFolder));
        await AssertWaitsAsync(failures: 1, logins: 1);

        await AdvanceUntilAsync(async () => (await _engine.Get<SyncQueue>().ListAsync(Deadline)).Single() is { Failures: 2, Running: false });
        Assert.That((await AccountAsync()).ErrorCount, Is.EqualTo(2));
        await AssertWaitsAsync(failures: 2, logins: 2);

        await ExecuteAsync(TestStorage.Allow("boom"));
        await AdvanceUntilAsync(async () => (await AccountAsync()).Status == AccountStatus.Ok);
        await AssertEqualAsync();
        Assert.That(Logins, Is.EqualTo(3));
    }

    [Test]
    public async Task An_account_waits_also_when_its_failure_cannot_be_written_down()
    {
        await StartOnClockAsync();
        await ExecuteAsync(TestStorage.Refuse("boom", "UPDATE ON account", "no account"));
        await ExecuteAsync(TestStorage.Refuse("bang", "UPDATE ON sync_request", "no request", "NEW.failures > OLD.failures"));

        var outcome = await _engine.SyncAsync(Account, Deadline);

        Assert.That(outcome.Error?.Message, Does.Contain("no account"));
        Assert.That(Board.Troubles.Single().Reason, Does.Contain("no account"));
        await SweepOftenAsync();
        Assert.That(Logins, Is.EqualTo(1));

        await AdvanceUntilAsync(() => Task.FromResult(Logins == 2));
        await SweepOftenAsync();
        Assert.That(Logins, Is.EqualTo(2));

        await ExecuteAsync(TestStorage.Allow("boom"));
        await ExecuteAsync(TestStorage.Allow("bang"));
        await AdvanceUntilAsync(async () => (await AccountAsync()).Status == AccountStatus.Ok);
        await AdvanceUntilAsync(() => Task.FromResult(Board.Troubles.Count == 0));
        await AssertEqualAsync();
    }

    [Test]
    public async Task A_request_that_cannot_be_begun_is_tried_again_and_whoever_waits_is_told()
    {
        await StartOnClockAsync();
        await ExecuteAsync(TestStorage.Refuse("boom", "UPDATE ON sync_request", "not begun", "NEW.running"));

        var outcome = await _engine.SyncAsync(Account, Deadline);

        Assert.That(outcome.Error?.Message, Does.Contain("not begun"));
        await SweepOftenAsync();
        Assert.That(_engine.Log.Lines.Count(line => line.Contains("could not be stored", StringComparison.Ordinal)), Is.EqualTo(1));

        await ExecuteAsync(TestStorage.Allow("boom"));
        await AdvanceUntilAsync(async () => (await AccountAsync()).Status == AccountStatus.Ok);
        await AssertEqualAsync();
    }

    [Test]
    public async Task On_a_full_disk_the_account_says_so_and_goes_on_when_there_is_room()
    {
        await StartOnClockAsync();
        Anna.Inbox.Append(Message(new string('x', 200_000)));
        _database.IsFull = true;

        var outcome = await _engine.SyncAsync(Account, Deadline);

        Assert.That(outcome.Error?.Message, Does.Contain("the disk is full"));
        Assert.That((await AccountAsync()).ErrorReason, Does.Contain("the disk is full"));
        await AssertWaitsAsync(failures: 1, logins: 1);

        _database.IsFull = false;
        await AdvanceUntilAsync(async () => (await AccountAsync()).Status == AccountStatus.Ok);
        await AssertEqualAsync();
    }

    [Test]
    public async Task A_damaged_row_is_the_trouble_of_its_account_alone()
    {
        await StartOnClockAsync();
        var other = await _engine.AddAccountAsync(Server, Anna);
        await ExecuteAsync($"UPDATE service_auth SET port = 'x' WHERE account_id = {Account}");
        await _engine.Get<SyncQueue>().EnqueueAsync([Account, other], Deadline);
        await ExecuteAsync($"UPDATE sync_request SET retry_at = 'y' WHERE account_id = {Account}");

        await AdvanceUntilAsync(async () =>
            (await AccountStatusAsync(other), await AccountStatusAsync(Account)) == (AccountStatus.Ok, AccountStatus.Failing));

        Assert.That(Board.Troubles, Is.Empty);
        Assert.That(await CachedMailbox.ReadAsync(_engine.Database, other), Is.EqualTo(CachedMailbox.Of(Anna)));
        Assert.That(Logins, Is.EqualTo(1));
    }

    [Test]
    public async Task Messages_of_a_damaged_folder_are_not_taken_for_those_of_another_one()
    {
        await StartOnClockAsync();
        await _engine.SyncAsync(Account, Deadline);
        const string Placed = "SELECT item_id FROM email_item WHERE uid IS NOT NULL ORDER BY item_id";
        var before = await _engine.Database.QueryAsync<int>(Placed, new { }, Deadline);
        await ExecuteAsync("UPDATE email_folder SET uid_validity = 'x' WHERE name = 'INBOX'");

        await _engine.Get<SyncQueue>().EnqueueAsync([Account], Deadline);
        await AdvanceUntilAsync(async () => await AccountStatusAsync(Account) == AccountStatus.Failing);

        Assert.That(before, Is.Not.Empty);
        Assert.That(await _engine.Database.QueryAsync<int>(Placed, new { }, Deadline), Is.EqualTo(before));
    }

    [Test]
    public async Task The_search_for_requests_survives_the_loss_of_its_table()
    {
        await StartOnClockAsync();
        await ExecuteAsync("ALTER TABLE sync_request RENAME TO elsewhere");

        await AdvanceUntilAsync(() => Task.FromResult(Board.Troubles.Count == 1));
        Assert.That(Board.Troubles.Single().Reason, Does.Contain("sync_request"));

        await ExecuteAsync("ALTER TABLE elsewhere RENAME TO sync_request");
        await _engine.Get<SyncQueue>().EnqueueAsync([Account], Deadline);
        await AdvanceUntilAsync(async () => (await AccountAsync()).Status == AccountStatus.Ok);
        await AdvanceUntilAsync(() => Task.FromResult(Board.Troubles.Count == 0));
        await AssertEqualAsync();
    }

    [Test]
    public async Task A_clock_that_was_ahead_makes_nobody_wait_once_it_is_right()
    {
        await StartOnClockAsync();
        await _engine.Get<SyncQueue>().EnqueueAsync([Account], Deadline);
        var ahead = _clock.GetUtcNow() + TimeSpan.FromDays(365);
        await _engine.Database.ExecuteAsync("UPDATE sync_request SET retry_at = @ahead", new { ahead }, Deadline);
        await _engine.Database.ExecuteAsync("UPDATE account SET last_tried_at = @ahead", new { ahead }, Deadline);

        Assert.That((await _engine.Get<AccountStore>().DueAsync(Scope.Everybody, Deadline)).Select(due => due.AccountId), Does.Contain(Account));
        await AdvanceUntilAsync(async () => (await AccountAsync()).Status == AccountStatus.Ok);
    }

    private async Task StartOnClockAsync()
    {
        await StartAsync();
        // Its clock is another one. Only what it has set up is needed.
        await Engine.StopAsync();
        _engine = await TestEngine.StartOnAsync(
            Engine.DataFolder,
            Server,
            services =>
            {
                // The clock of the whole program except Quartz, which would not wait by it.
                services.AddSingleton(provider => ActivatorUtilities.CreateInstance<AccountStore>(provider, (TimeProvider)_clock));
                services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SyncQueue>(provider, (TimeProvider)_clock));
                services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SyncDispatcher>(provider, (TimeProvider)_clock));
                services.AddSingleton(provider => ActivatorUtilities.CreateInstance<LoopBoard>(provider, (TimeProvider)_clock));
                services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Supervisor>(provider, (TimeProvider)_clock));
                services.AddSingleton<IDatabase>(provider => _database = new FullDatabase(StorageSetup.OpenDatabase(provider)));
            });
        _jobs = await QuartzJobs.WatchAsync(_engine.Get<ISchedulerFactory>());
    }

    private Task<int> ExecuteAsync(string sql) => _engine.Database.ExecuteAsync(sql, new { }, Deadline);

    private async Task<StoredAccount> AccountAsync() => (await _engine.Get<AccountStore>().FindAsync(Account, Deadline))!;

    private async Task<AccountStatus> AccountStatusAsync(int accountId) => (AccountStatus)await _engine.Database.FirstOrDefaultAsync<int>(
        "SELECT status FROM account WHERE account_id = @accountId", new { accountId }, Deadline);

    /// <summary>It is never tried before its time, however often the program looks.</summary>
    private async Task AssertWaitsAsync(int failures, int logins)
    {
        var request = (await _engine.Get<SyncQueue>().ListAsync(Deadline)).Single();
        Assert.That((request.Running, request.Failures), Is.EqualTo((false, failures)));
        Assert.That(request.RetryAt, Is.GreaterThan(_clock.GetUtcNow() + TimeSpan.FromSeconds(20)));
        await SweepOftenAsync();
        Assert.That(Logins, Is.EqualTo(logins));
    }

    private async Task SweepOftenAsync()
    {
        for (var i = 0; i < 10; i++)
        {
            await _engine.Get<SyncDispatcher>().SweepAsync(Deadline);
            await _jobs.WhenDoneAsync(Deadline);
        }
    }

    /// <summary>From one look for requests to the next, by the only task that waits by the clock, with what it starts.</summary>
    private async Task AdvanceUntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            await _clock.AdvanceToNextAsync(waiting: 1, Deadline);
            await _jobs.WhenDoneAsync(Deadline);
        }
    }
}
