using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Storage;

/// <summary>Writes that wait for each other are committed together, and each still stands for itself.</summary>
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteWriterTests : IDisposable
{
    // Its clock stands still: a group takes more writes however slow the machine is.
    private readonly TestDatabase _files = new(new ManualTimeProvider(), provider: StorageProvider.Sqlite);

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    private IDatabase Database => _files.Database;

    public void Dispose() => _files.Dispose();

    [SetUp]
    public async Task MakeTable()
    {
        await Database.MigrateAsync(Deadline);
        await Database.ExecuteAsync("CREATE TABLE written (name TEXT NOT NULL)", new { }, Deadline);
    }

    [Test]
    public async Task A_write_that_another_one_waits_for_is_told_when_both_are_on_the_disk()
    {
        var first = new HeldWrite();
        var second = new HeldWrite();
        var written = Task.WhenAll(Start("first", first, Deadline), Start("second", second, Deadline));
        await first.Reached.WaitAsync(Deadline);
        first.Release();
        await second.Reached.WaitAsync(Deadline);

        Assert.That(await NamesAsync(), Is.Empty, "nothing of it is there before both are done");
        second.Release();
        await written;

        Assert.That(await NamesAsync(), Is.EqualTo(new[] { "first", "second" }));
    }

    [Test]
    public async Task One_that_fails_is_undone_alone()
    {
        var (first, second, third) = (new HeldWrite(), new HeldWrite(), new HeldWrite());
        var written = new[] { Start("first", first, Deadline), Start("second", second, Deadline), Start("third", third, Deadline) };
        await first.Reached.WaitAsync(Deadline);
        first.Release();
        second.Fail(new InvalidOperationException("of the second"));
        third.Release();

        Assert.That((await Assert.CatchAsync<InvalidOperationException>(() => written[1])).Message, Is.EqualTo("of the second"));
        await Task.WhenAll(written[0], written[2]);
        Assert.That(await NamesAsync(), Is.EqualTo(new[] { "first", "third" }));
    }

    /// <summary>As on a full disk, after which SQLite has undone the whole transaction.</summary>
    [Test]
    public async Task When_the_database_undoes_all_of_them_all_of_them_are_told()
    {
        await Database.ExecuteAsync(
            "CREATE TRIGGER undo BEFORE INSERT ON written WHEN NEW.name = 'second' BEGIN SELECT RAISE(ROLLBACK, 'undone'); END", new { }, Deadline);
        var (first, second, third) = (new HeldWrite(), new HeldWrite(), new HeldWrite());
        var written = new[] { Start("first", first, Deadline), Start("second", second, Deadline), Start("third", third, Deadline) };
        await first.Reached.WaitAsync(Deadline);
        first.Release();
        second.Release();
        third.Release();

        await Assert.CatchAsync<StorageException>(() => written[0]);
        await Assert.CatchAsync<StorageException>(() => written[1]);
        await written[2];
        Assert.That(await NamesAsync(), Is.EqualTo(new[] { "third" }));
    }

    [Test]
    public async Task Who_gives_up_waiting_leaves_nothing_and_those_before_it_are_stored()
    {
        using var gaveUp = new CancellationTokenSource();
        var (first, second) = (new HeldWrite(), new HeldWrite());
        var kept = Start("first", first, Deadline);
        await first.Reached.WaitAsync(Deadline);
        var cancelled = Start("second", second, gaveUp.Token);
        await gaveUp.CancelAsync();
        second.Release();
        first.Release();

        await kept;
        await Assert.CatchAsync<OperationCanceledException>(() => cancelled);
        Assert.That(await NamesAsync(), Is.EqualTo(new[] { "first" }));
    }

    [Test]
    public async Task Many_writers_at_once_are_all_stored_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(number => Task.Run(() =>
            Database.ExecuteAsync("INSERT INTO written (name) VALUES (@name)", new { name = $"{number:0000}" }, Deadline))));

        Assert.That((await NamesAsync()).Order(StringComparer.Ordinal), Is.EqualTo(Enumerable.Range(0, 2_000).Select(number => $"{number:0000}")));
    }

    private Task<int> Start(string name, HeldWrite write, CancellationToken cancellationToken) => Database.WriteAsync(
        async (transaction, token) =>
        {
            await write.WaitAsync();
            return await transaction.ExecuteAsync("INSERT INTO written (name) VALUES (@name)", new { name }, token);
        },
        cancellationToken);

    private Task<IReadOnlyList<string>> NamesAsync() => Database.QueryAsync<string>("SELECT name FROM written ORDER BY rowid", new { }, Deadline);

    /// <summary>A write that goes on when the test says so.</summary>
    private sealed class HeldWrite
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public Task WaitAsync()
        {
            _reached.SetResult();
            return _released.Task;
        }

        public void Release() => _released.SetResult();

        public void Fail(Exception exception) => _released.SetException(exception);
    }
}
