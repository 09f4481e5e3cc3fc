using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Services83.EMail.Background;
using Services83.EMail.RecentCalls;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.RecentCalls;

/// <summary>When calls are stored.</summary>
public sealed class RecentCallWriterTests : RecentCallFixture
{
    /// <summary>The timers that run while nothing is done: the pause after a write, and the one between two cleanups.</summary>
    private const int Pauses = 2;

    private readonly TestLog _log = new();
    private LoggerFactory _loggers = null!;
    private WatchedDatabase _watched = null!;
    private RecentCallWriter _writer = null!;

    [SetUp]
    public async Task StartWriter()
    {
        _loggers = new LoggerFactory([_log]);
        _watched = new WatchedDatabase(Files.Database);
        var board = new LoopBoard(new LoopTroubleStore(Files.Database), Time, _loggers.CreateLogger<LoopBoard>());
        _writer = new RecentCallWriter(
            Collector, new RecentCallStore(_watched, Time), new Supervisor(board, new LoneNode(), Time), _loggers.CreateLogger<RecentCallWriter>());
        await _writer.StartAsync(Deadline);
    }

    public override void Dispose()
    {
        _writer.Dispose();
        _loggers.Dispose();
        _log.Dispose();
        base.Dispose();
    }

    [Test]
    public async Task The_first_call_is_stored_at_once_and_the_next_ones_together_five_seconds_later()
    {
        Collector.Add(Call("First"));
        await UntilStoredAsync("First");
        await Time.WhenWaitingAsync(Pauses, Deadline);
        Collector.Add(Call("Second"));
        Collector.Add(Call("Third"));

        Time.Advance(TimeSpan.FromSeconds(4.9));
        // A write that has begun ends with a pause.
        await Time.WhenWaitingAsync(Pauses, Deadline);
        Assert.That(await OperationsAsync(new()), Is.EqualTo(new[] { "First" }));
        Time.Advance(TimeSpan.FromSeconds(0.1));
        await UntilStoredAsync("Third", "Second", "First");
    }

    [Test]
    public async Task What_cannot_be_stored_is_stored_later_even_if_nobody_calls_any_more()
    {
        await Files.Database.ExecuteAsync(TestStorage.Refuse("no_calls", "INSERT ON recent_call", "there is no room"), new { }, Deadline);
        Collector.Add(Call("First"));
        await _log.WaitForAsync("Storing of recent calls failed", Deadline);
        await Files.Database.ExecuteAsync(TestStorage.Allow("no_calls"), new { }, Deadline);

        await Time.WhenWaitingAsync(Pauses, Deadline);
        Time.Advance(TimeSpan.FromSeconds(5));
        await UntilStoredAsync("First");
    }

    [Test]
    public async Task The_end_of_the_program_waits_for_the_calls_that_are_not_stored_yet()
    {
        Collector.Add(Call("First"));
        await UntilStoredAsync("First");
        await Time.WhenWaitingAsync(Pauses, Deadline);
        Collector.Add(Call("Last"));
        await _writer.StopAsync(Deadline);

        Assert.That(await OperationsAsync(new()), Is.EqualTo(new[] { "Last", "First" }));
    }

    [Test]
    public async Task If_they_cannot_be_stored_the_program_ends_all_the_same()
    {
        await Files.Database.ExecuteAsync(TestStorage.Refuse("no_calls", "INSERT ON recent_call", "there is no room"), new { }, Deadline);
        Collector.Add(Call("Last"));
        await _writer.StopAsync(Deadline);

        Assert.That(_log.Lines, Has.Some.Contains("are not stored in the list of recent calls"));
    }

    private Task UntilStoredAsync(params string[] operations) =>
        _watched.UntilAsync(async () => operations.SequenceEqual(await OperationsAsync(new())), Deadline);
}
