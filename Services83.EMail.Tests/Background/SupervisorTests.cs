using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Services83.EMail.Background;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Background;

/// <summary>A background task survives unexpected exceptions, waits between attempts, and reports them.</summary>
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SupervisorTests : IDisposable
{
    private const string Name = "The task";

    private readonly ManualTimeProvider _clock = new();
    private readonly TestLog _log = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TestDatabase _files = new();
    private readonly LoggerFactory _loggers;
    private readonly LoopBoard _board;
    private int _attempts;
    private Exception? _failure;

    public SupervisorTests()
    {
        _loggers = new LoggerFactory([_log]);
        _board = new LoopBoard(new LoopTroubleStore(_files.Database), _clock, _loggers.CreateLogger<LoopBoard>());
    }

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    public void Dispose()
    {
        _files.Dispose();
        _loggers.Dispose();
        _log.Dispose();
        _stop.Dispose();
    }

    [Test]
    public async Task It_is_done_again_after_each_interval()
    {
        var running = await StartAsync();

        await AdvanceUntilAsync(() => _attempts == 5, atLeast: TimeSpan.FromSeconds(4 * 10));

        Assert.That(_board.Troubles, Is.Empty);
        await StopAsync(running);
    }

    [Test]
    public async Task What_fails_is_tried_again_after_waits_that_grow_up_to_five_minutes()
    {
        _failure = new InvalidOperationException("nobody foresaw this");
        var running = await StartAsync(TimeSpan.Zero);
        for (var n = 1; n < 12; n++)
        {
            await AdvanceUntilAsync(() => _attempts == n + 1, atLeast: TimeSpan.FromSeconds(0.75 * Math.Min(Math.Pow(2, n - 1), 300)));
        }

        Assert.That(_board.Troubles.Single().Failures, Is.EqualTo(_attempts));
        await AdvanceUntilAsync(() => _attempts == 13, atLeast: TimeSpan.FromSeconds(0.75 * 300));
        await StopAsync(running);
    }

    [Test]
    public async Task A_failure_is_logged_once_and_seen_from_here_and_from_elsewhere_until_it_is_over()
    {
        _failure = new InvalidOperationException("nobody foresaw this");
        var running = await StartAsync();
        await AdvanceUntilAsync(() => _attempts == 5);
        var store = new LoopTroubleStore(_files.OpenAnother());

        var seen = _board.Troubles.Single();
        Assert.That((seen.Name, seen.Reason), Is.EqualTo((Name, "nobody foresaw this")));
        Assert.That((await store.ListAsync(Deadline)).Single().Reason, Is.EqualTo(seen.Reason));
        Assert.That(Errors(), Is.EqualTo(1));

        _failure = new InvalidOperationException("nor this");
        await AdvanceUntilAsync(() => _board.Troubles.Single().Reason == "nor this");
        Assert.That(Errors(), Is.EqualTo(2));

        _failure = null;
        await AdvanceUntilAsync(() => _board.Troubles.Count == 0);
        Assert.That(await store.ListAsync(Deadline), Is.Empty);
        await StopAsync(running);
    }

    [Test]
    public async Task What_a_process_before_has_written_goes_with_the_first_success()
    {
        await _files.Database.MigrateAsync(Deadline);
        var store = new LoopTroubleStore(_files.Database);
        await store.SetAsync(new LoopTrouble { Name = Name, Reason = "long ago", Failures = 3 }, Deadline);

        var running = await StartAsync();
        await AdvanceUntilAsync(() => _attempts == 2);

        Assert.That(await store.ListAsync(Deadline), Is.Empty);
        await StopAsync(running);
    }

    [Test]
    public async Task It_goes_on_without_a_database_to_write_its_state_into()
    {
        _failure = new InvalidOperationException("nobody foresaw this");
        var running = await StartAsync();
        await _files.Database.ExecuteAsync("DROP TABLE background_trouble", new { }, Deadline);

        await AdvanceUntilAsync(() => _attempts == 3);
        _failure = null;
        await AdvanceUntilAsync(() => _board.Troubles.Count == 0);
        await StopAsync(running);
    }

    [Test]
    public async Task A_cancellation_that_is_not_the_programs_end_is_a_failure_like_any_other()
    {
        _failure = new OperationCanceledException("somebody's deadline");
        var running = await StartAsync();

        await AdvanceUntilAsync(() => _attempts == 2);

        Assert.That(_board.Troubles.Single().Reason, Is.EqualTo("somebody's deadline"));
        await StopAsync(running);
    }

    private async Task<Task> StartAsync(TimeSpan? interval = null)
    {
        await _files.Database.MigrateAsync(Deadline);
        return new Supervisor(_board, new LoneNode(), _clock).RunAsync(Name, interval ?? TimeSpan.FromSeconds(10), Work, _stop.Token);
    }

    private Task Work(CancellationToken cancellationToken)
    {
        _attempts++;
        return _failure is null ? Task.CompletedTask : Task.FromException(_failure);
    }

    /// <summary>It ends without an error, whatever exception its work throws.</summary>
    private async Task StopAsync(Task running)
    {
        await _stop.CancelAsync();
        await running.WaitAsync(Deadline);
    }

    private int Errors() => _log.Lines.Count(line => line.StartsWith("Error", StringComparison.Ordinal));

    private async Task AdvanceUntilAsync(Func<bool> isSo, TimeSpan atLeast = default)
    {
        var began = _clock.GetUtcNow();
        // The task waits only after its first attempt.
        await _clock.WhenWaitingAsync(1, Deadline);
        while (!isSo())
        {
            await _clock.AdvanceToNextAsync(waiting: 1, Deadline);
        }

        Assert.That(_clock.GetUtcNow() - began, Is.GreaterThanOrEqualTo(atLeast));
    }
}
