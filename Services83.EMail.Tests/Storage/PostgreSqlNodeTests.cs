using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.PostgreSql;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Storage;

[Category(Tier.Servers)]
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PostgreSqlNodeTests : IDisposable
{
    private const string Task = "a task";

    private readonly TestDatabase _files = new(provider: StorageProvider.PostgreSql, migrated: true);
    private readonly PostgreSqlNode _first;
    private readonly PostgreSqlNode _second;

    public PostgreSqlNodeTests() => (_first, _second) = (Join(), Join());

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _files.Dispose();
    }

    [Test]
    public async Task Each_knows_who_serves_the_database()
    {
        await _first.LookAsync(Deadline);
        await _second.LookAsync(Deadline);
        int[] both = [.. new[] { _first.Id, _second.Id }.Order()];

        Assert.That(both, Is.Unique.And.All.GreaterThan(0));
        Assert.That(await _first.AliveAsync(Deadline), Is.EqualTo(both));
        Assert.That(await _second.AliveAsync(Deadline), Is.EqualTo(both));

        _second.Dispose();
        await Polling.UntilAsync(async () => (await _first.AliveAsync(Deadline)).Count == 1, Deadline);
        Assert.That(await _first.AliveAsync(Deadline), Is.EqualTo(new[] { _first.Id }));
    }

    [Test]
    public async Task Who_only_watches_does_not_count()
    {
        await _first.LookAsync(Deadline);
        using var observer = new PostgreSqlNode(_files.Options, new DatabaseClock(), serves: false);

        Assert.That(await observer.AliveAsync(Deadline), Is.EqualTo(new[] { _first.Id }));
    }

    [Test]
    public async Task A_task_has_one_holder_until_that_ends()
    {
        Assert.That(await _first.TryTakeAsync(Task, Deadline), Is.Not.Null);
        Assert.That(await _first.TryTakeAsync(Task, Deadline), Is.Not.Null, "it keeps it");
        Assert.That(await _second.TryTakeAsync(Task, Deadline), Is.Null);
        Assert.That(await _second.TryTakeAsync("another task", Deadline), Is.Not.Null);
        Assert.That((_first.Holds(Task), _second.Holds(Task)), Is.EqualTo((true, false)));

        _first.Dispose();

        await Polling.UntilAsync(async () => await _second.TryTakeAsync(Task, Deadline) is not null, Deadline);
        Assert.That(_second.Holds(Task), Is.True);
    }

    [Test]
    public async Task Whoever_works_on_a_task_is_told_when_it_is_lost()
    {
        var held = (await _first.TryTakeAsync(Task, Deadline))!.Value;
        var id = _first.Id;
        Assert.That(await PostgreSqlServer.EndSessionsAsync(_files.Options.ConnectionString, Deadline), Is.GreaterThan(0));
        Assert.That(await _second.TryTakeAsync(Task, Deadline), Is.Not.Null);

        Assert.That(await _first.LookAsync(Deadline), Is.EqualTo(NodeState.TakenAgain));

        Assert.That(held.IsCancellationRequested, Is.True);
        Assert.That(_first.Holds(Task), Is.False);
        Assert.That(await _first.TryTakeAsync(Task, Deadline), Is.Null);
        Assert.That(await _first.LookAsync(Deadline), Is.EqualTo(NodeState.Held));
        Assert.That(_first.Id, Is.EqualTo(id), "nobody else took its place");
    }

    /// <summary>A process that was stopped, or hangs, keeps its connection: the server has to end it.</summary>
    [Test]
    public async Task The_server_ends_the_session_of_a_process_that_is_silent()
    {
        await _first.LookAsync(Deadline);
        using var observer = new PostgreSqlNode(_files.Options, new DatabaseClock(), serves: false);
        Assert.That(await observer.AliveAsync(Deadline), Is.EqualTo(new[] { _first.Id }));

        await Polling.UntilAsync(async () => (await observer.AliveAsync(Deadline)).Count == 0, Deadline);

        Assert.That(await _first.LookAsync(Deadline), Is.EqualTo(NodeState.TakenAgain));
    }

    [Test]
    public async Task The_clock_is_that_of_the_server()
    {
        var clock = new DatabaseClock();
        using var node = new PostgreSqlNode(_files.Options, clock, serves: true);
        clock.Set(new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc), clock.GetTimestamp());
        Assert.That(clock.GetUtcNow().Year, Is.EqualTo(2001));

        await node.LookAsync(Deadline);

        Assert.That((clock.GetUtcNow() - TimeProvider.System.GetUtcNow()).Duration(), Is.LessThan(TimeSpan.FromMinutes(1)));
    }

    private PostgreSqlNode Join() => new(_files.Options, new DatabaseClock(), serves: true);

}
