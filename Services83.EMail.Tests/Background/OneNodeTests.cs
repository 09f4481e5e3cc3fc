using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Services83.EMail.Background;
using Services83.EMail.Storage;
using Services83.EMail.Storage.PostgreSql;
using Services83.EMail.Tests.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Background;

/// <summary>Work that only one of several processes may do, with the locks of a real PostgreSQL.</summary>
[Category(Tier.Servers)]
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OneNodeTests : IDisposable
{
    private const string Name = "A task";

    private readonly TestDatabase _files = new(provider: StorageProvider.PostgreSql, migrated: true);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PostgreSqlNode> _nodes = [];
    private readonly List<LoopBoard> _boards = [];

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    public void Dispose()
    {
        _nodes.ForEach(node => node.Dispose());
        _stop.Dispose();
        _files.Dispose();
    }

    [Test]
    public async Task It_is_done_by_one_process_and_by_the_next_one_when_that_loses_it()
    {
        var (first, firstStarts) = Start();
        await firstStarts.Reader.ReadAsync(Deadline);
        var (second, secondStarts) = Start();

        // What the first one works on is cancelled when the server has ended its session.
        var ended = await PostgreSqlServer.EndSessionsAsync(
            _files.Options.ConnectionString, Deadline,
            $"pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = {_nodes[0].Id} AND objsubid = 2)");
        Assert.That(ended, Is.EqualTo(1));
        await secondStarts.Reader.ReadAsync(Deadline);
        await _nodes[0].LookAsync(Deadline);

        Assert.That(_nodes.Select(node => node.Holds(Name)), Is.EqualTo(new[] { false, true }));
        Assert.That(firstStarts.Reader.TryRead(out _), Is.False, "both did it");
        await _stop.CancelAsync();
        await Task.WhenAll(first, second);
    }

    [Test]
    public async Task A_failure_of_a_process_does_not_count_when_another_one_does_the_work()
    {
        await _files.Database.MigrateAsync(Deadline);
        var (first, starts) = Start();
        await starts.Reader.ReadAsync(Deadline);
        var (second, _) = Start();
        await _boards[1].FailedAsync(Name, new InvalidOperationException("the database was away"), _ => TimeSpan.FromSeconds(1));

        var store = new LoopTroubleStore(_files.Database);
        await Polling.UntilAsync(async () => _boards[1].Troubles.Count == 0 && (await store.ListAsync(Deadline)).Count == 0, Deadline);
        await _stop.CancelAsync();
        await Task.WhenAll(first, second);
    }

    private (Task Running, System.Threading.Channels.Channel<bool> Starts) Start()
    {
        var node = new PostgreSqlNode(_files.Options, new DatabaseClock(), serves: true);
        var board = new LoopBoard(new LoopTroubleStore(_files.Database), TimeProvider.System, NullLogger<LoopBoard>.Instance);
        _nodes.Add(node);
        _boards.Add(board);
        var starts = System.Threading.Channels.Channel.CreateUnbounded<bool>();
        var running = new Supervisor(board, node, TimeProvider.System).RunOnOneNodeAsync(
            Name,
            TimeSpan.Zero,
            async token =>
            {
                starts.Writer.TryWrite(true);
                await Task.Delay(Timeout.Infinite, token);
            },
            _stop.Token);
        return (running, starts);
    }
}
