using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Tests.Storage;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RunFenceTests : IDisposable
{
    private readonly TestDatabase _files = new(migrated: true);

    private SyncQueue Queue => new(_files.Database, TimeProvider.System);

    [SetUp]
    public async Task Add_an_account()
    {
        await _files.Database.MigrateAsync(CancellationToken.None);
        await _files.AddAccountAsync(7);
    }

    public void Dispose() => _files.Dispose();

    [Test]
    public async Task A_run_that_another_one_has_replaced_can_store_nothing_and_the_other_one_can()
    {
        await Queue.EnqueueAsync([7], CancellationToken.None);
        var first = (await Queue.StartAsync(7, CancellationToken.None))!;
        await As(first, ReportAsync);
        var second = (await Queue.StartAsync(7, CancellationToken.None))!;

        Assert.That(second.Number, Is.GreaterThan(first.Number));
        Assert.That(() => As(first, ReportAsync), Throws.TypeOf<RunReplacedException>());
        Assert.That(() => As(first, () => Queue.FinishAsync(7, new RunResult(), CancellationToken.None)), Throws.TypeOf<RunReplacedException>());
        Assert.That(() => As(first, () => RunFence.RequireAsync(_files.Database, TimeProvider.System, CancellationToken.None)), Throws.TypeOf<RunReplacedException>());
        Assert.That(await Queue.ListAsync(CancellationToken.None), Has.Count.EqualTo(1));

        await As(second, ReportAsync);
        await As(second, () => Queue.FinishAsync(7, new RunResult(), CancellationToken.None));
        Assert.That(await Queue.ListAsync(CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task An_answer_that_came_before_the_process_was_stopped_is_not_relied_on()
    {
        await Queue.EnqueueAsync([7], CancellationToken.None);
        var run = (await Queue.StartAsync(7, CancellationToken.None))!;
        var time = new StoppedClock(() => Queue.StartAsync(7, CancellationToken.None));

        Assert.That(() => As(run, () => RunFence.RequireAsync(_files.Database, time, CancellationToken.None)), Throws.TypeOf<RunReplacedException>());
    }

    [Test]
    public async Task A_database_that_answers_slowly_is_asked_a_few_times()
    {
        await Queue.EnqueueAsync([7], CancellationToken.None);
        var run = (await Queue.StartAsync(7, CancellationToken.None))!;
        var asked = 0;
        var time = new StoppedClock(() => Task.FromResult(asked++));

        Assert.That(
            () => As(run, () => RunFence.RequireAsync(_files.Database, time, CancellationToken.None)),
            Throws.TypeOf<StorageException>().With.Property(nameof(StorageException.IsTransient)).True);
        Assert.That(asked, Is.EqualTo(5));
    }

    [Test]
    public async Task What_belongs_to_no_run_is_not_held_up()
    {
        await Queue.EnqueueAsync([7], CancellationToken.None);
        await As((await Queue.StartAsync(7, CancellationToken.None))!, ReportAsync);
        await Queue.StartAsync(7, CancellationToken.None);

        Assert.That(ReportAsync, Throws.Nothing);
    }

    [Test]
    public async Task The_result_of_a_run_is_for_those_who_asked_before_it_began()
    {
        var before = (await Queue.RequestAsync(7, CancellationToken.None))!.Value;
        await Queue.StartAsync(7, CancellationToken.None);
        var during = (await Queue.RequestAsync(7, CancellationToken.None))!.Value;
        Assert.That(await Queue.FindResultAsync(7, before, CancellationToken.None), Is.Null);

        await Queue.FinishAsync(7, new RunResult { NewMessages = 5 }, CancellationToken.None);

        Assert.That((await Queue.FindResultAsync(7, before, CancellationToken.None))?.NewMessages, Is.EqualTo(5));
        Assert.That(await Queue.FindResultAsync(7, during, CancellationToken.None), Is.Null);
        Assert.That(await Queue.HasRequestAsync(7, CancellationToken.None), Is.True);
    }

    [Test]
    public async Task The_account_has_the_result_of_a_run_when_its_request_is_gone()
    {
        await Queue.EnqueueAsync([7], CancellationToken.None);
        await Queue.StartAsync(7, CancellationToken.None);
        await Queue.PutOffAsync(7, new RunResult { Failure = "{}", Reason = "no answer", IsTransient = true }, _ => TimeSpan.Zero, CancellationToken.None);
        Assert.That(await StatusAsync(), Is.EqualTo((AccountStatus.Failing, "no answer")));

        await Queue.FinishAsync(7, new RunResult { Note = "one message is missing" }, CancellationToken.None);
        Assert.That(await StatusAsync(), Is.EqualTo((AccountStatus.Ok, "one message is missing")));

        await Queue.PutOffAsync(7, new RunResult { Failure = "{}", Reason = "too late" }, _ => TimeSpan.Zero, CancellationToken.None);
        Assert.That(await StatusAsync(), Is.EqualTo((AccountStatus.Ok, "one message is missing")));
    }

    [Test]
    public async Task An_account_that_does_not_exist_cannot_be_requested() =>
        Assert.That(await Queue.RequestAsync(99, CancellationToken.None), Is.Null);

    private Task ReportAsync() => Queue.ReportAsync(7, "INBOX", 1, 2, CancellationToken.None);

    private async Task<(AccountStatus Status, string Reason)> StatusAsync() => (await _files.Database.QueryAsync<(AccountStatus, string)>(
        "SELECT status, error_reason FROM account WHERE account_id = 7", new { }, CancellationToken.None))[0];

    private static async Task As(StartedRun run, Func<Task> work)
    {
        RunFence.Enter(7, run.Number);
        await work();
    }

    /// <summary>The clock of a process that is stopped for 20 seconds before each second look.</summary>
    private sealed class StoppedClock(Func<Task> meanwhile) : TimeProvider
    {
        private long _looks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp()
        {
            if (++_looks % 2 == 0)
            {
                using (ExecutionContext.SuppressFlow())
                {
                    Task.Run(meanwhile).GetAwaiter().GetResult();
                }
            }

            return _looks / 2 * 20;
        }
    }
}
