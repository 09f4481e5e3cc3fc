using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Tests.Storage;

/// <summary>How much is kept of the runs of an account. No engine runs beside it: each run is the test's own.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(60_000)]
public sealed class SyncHistoryTests : IDisposable
{
    private readonly TestDatabase _files = new(migrated: true);

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    private SyncQueue Queue => new(_files.Database, _files.Time);

    private SyncHistory History => new(_files.Database);

    [SetUp]
    public async Task Add_an_account()
    {
        await _files.Database.MigrateAsync(Deadline);
        await _files.AddAccountAsync(7);
        await Queue.EnqueueAsync([7], Deadline);
    }

    public void Dispose() => _files.Dispose();

    [Test]
    public async Task The_latest_runs_are_kept_and_older_ones_are_forgotten()
    {
        for (var i = 0; i < SyncHistory.Kept + 2; i++)
        {
            await RunAsync(new RunResult { NewMessages = i, Failure = "{}", Reason = new string('x', 9999) });
        }

        var kept = await History.ListAsync(7, Deadline);

        Assert.That(kept.Select(run => run.NewMessages), Is.EqualTo(Enumerable.Range(2, SyncHistory.Kept).Reverse()));
        Assert.That(await CountAsync(), Is.EqualTo(SyncHistory.Kept));
        Assert.That(kept.Select(run => run.Reason.Length), Is.All.EqualTo(500));
    }

    [Test]
    public async Task They_are_deleted_with_the_account()
    {
        await RunAsync(new RunResult { Failure = "{}", Reason = "refused" });
        Assert.That(await CountAsync(), Is.EqualTo(1));

        await new AccountStore(_files.Database, _files.Protector, _files.Time).DeleteAsync(7, Deadline);

        Assert.That(await CountAsync(), Is.Zero);
    }

    private async Task RunAsync(RunResult result)
    {
        await Queue.StartAsync(7, Deadline);
        await Queue.PutOffAsync(7, result, _ => TimeSpan.FromHours(1), Deadline);
    }

    private Task<int> CountAsync() => _files.Database.FirstOrDefaultAsync<int>("SELECT COUNT(*) FROM sync_history", new { }, Deadline);
}
