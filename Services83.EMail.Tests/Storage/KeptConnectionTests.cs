using Dapper;
using Microsoft.Data.Sqlite;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sqlite;
using SQLitePCL;

namespace Services83.EMail.Tests.Storage;

/// <summary>Connections to SQLite, and the statements that are compiled on them, are used again and again. Nobody notices what others did on them.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(120_000)]
public sealed class KeptConnectionTests : IDisposable
{
    private const string Ten = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT i, (SELECT COUNT(*) FROM note) FROM n WHERE i >= @from";

    private readonly TestDatabase _files = new(provider: StorageProvider.Sqlite);

    private IDatabase Database => _files.Database;

    [SetUp]
    public async Task MakeTable()
    {
        await Database.MigrateAsync(CancellationToken.None);
        await Database.ExecuteAsync("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)", new { }, CancellationToken.None);
    }

    public void Dispose() => _files.Dispose();

    [Test]
    public async Task A_statement_gets_the_values_of_its_own_call_each_time(CancellationToken cancellationToken)
    {
        foreach (var from in (int[])[3, 9, 1, 11])
        {
            Assert.That(await Database.QueryAsync<(int, int)>(Ten, new { from }, cancellationToken), Has.Count.EqualTo(11 - from));
        }
    }

    [Test]
    public async Task A_statement_is_kept_unless_its_values_are_long(CancellationToken cancellationToken)
    {
        const string Length = "SELECT length(@text)";
        await using var connection = (KeptConnection)await Database.OpenAsync(cancellationToken);
        var kept = await RunAsync("a");

        Assert.That(await RunAsync("b"), Is.SameAs(kept));
        Assert.That(await RunAsync(new string('c', 100_000)), Is.Not.SameAs(kept));

        async Task<SqliteCommand> RunAsync(string text)
        {
            Assert.That(await connection.FirstOrDefaultAsync<int>(Length, new { text }, cancellationToken), Is.EqualTo(text.Length));
            var command = connection.Take(Length);
            connection.Keep(command, isKept: true);
            return command;
        }
    }

    [Test]
    public async Task A_statement_is_not_compiled_again_because_its_values_differ(CancellationToken cancellationToken)
    {
        await Database.ExecuteAsync("CREATE INDEX note_low ON note (text) WHERE id < 10", new { }, cancellationToken);
        await using var connection = (KeptConnection)await Database.OpenAsync(cancellationToken);
        var compiled = 0;
        // SQLite asks this whenever it compiles.
        raw.sqlite3_set_authorizer(
            connection.Handle,
            (object? _, int _, string? _, string? _, string? _, string? _) =>
            {
                compiled++;
                return raw.SQLITE_OK;
            },
            null);
        await CountAsync(below: 3);
        Assert.That(compiled, Is.Positive);
        compiled = 0;

        await CountAsync(below: 30);

        Assert.That(compiled, Is.Zero);

        Task<IReadOnlyList<int>> CountAsync(int below) =>
            connection.QueryAsync<int>("SELECT COUNT(*) FROM note WHERE text = 'a' AND id < @below", new { below }, cancellationToken);
    }

    [Test]
    public async Task A_statement_that_was_read_in_part_sees_later_writes(CancellationToken cancellationToken)
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.That(await Database.FirstOrDefaultAsync<(int, int Notes)>(Ten, new { from = 1 }, cancellationToken), Is.EqualTo((1, i)));
            await Database.ExecuteAsync("INSERT INTO note (text) VALUES (@text)", new { text = "a" }, cancellationToken);
        }
    }

    [Test]
    public async Task A_statement_runs_while_the_same_one_is_being_read(CancellationToken cancellationToken)
    {
        await using var connection = await Database.OpenAsync(cancellationToken);
        var inner = 0;
        await foreach (var (outer, _) in connection.QueryUnbufferedAsync<(int, int)>(Ten, new { from = 1 }).WithCancellation(cancellationToken))
        {
            inner += (await connection.QueryAsync<(int, int)>(Ten, new { from = outer }, cancellationToken)).Count;
        }

        Assert.That(inner, Is.EqualTo(55));
    }

    [Test]
    public async Task A_statement_that_failed_works_the_next_time(CancellationToken cancellationToken)
    {
        const string Insert = "INSERT INTO note (id, text) VALUES (@id, @text)";
        await Database.ExecuteAsync(Insert, new { id = 1, text = "a" }, cancellationToken);
        await Assert.ThatAsync(() => Database.ExecuteAsync(Insert, new { id = 1, text = "b" }, cancellationToken), Throws.InstanceOf<Exception>());

        await Database.ExecuteAsync(Insert, new { id = 2, text = "c" }, cancellationToken);

        Assert.That(await Database.QueryAsync<string>("SELECT text FROM note ORDER BY id", new { }, cancellationToken), Is.EqualTo(new[] { "a", "c" }));
    }

    [Test]
    public async Task Another_program_may_change_the_tables(CancellationToken cancellationToken)
    {
        const string All = "SELECT * FROM note";
        await Database.ExecuteAsync("INSERT INTO note (text) VALUES ('a')", new { }, cancellationToken);
        Assert.That(await Database.QueryAsync<(long, string)>(All, new { }, cancellationToken), Has.Count.EqualTo(1));
        await using (var stranger = new SqliteConnection($"Data Source={_files.Options.DatabaseFile};Pooling=False"))
        {
            await stranger.ExecuteAsync("ALTER TABLE note ADD COLUMN colour TEXT DEFAULT 'blue'");
        }

        Assert.That(await Database.QueryAsync<(long, string, string)>(All, new { }, cancellationToken), Is.EqualTo(new[] { (1L, "a", "blue") }));
    }

    [Test]
    public async Task A_reader_cannot_write_even_on_a_connection_that_was_used_before(CancellationToken cancellationToken)
    {
        for (var i = 0; i < 2; i++)
        {
            await Assert.ThatAsync(
                () => Database.ReadAsync((connection, _) => connection.ExecuteAsync("INSERT INTO note (text) VALUES ('a')"), cancellationToken),
                Throws.InstanceOf<Exception>());
            await Database.ExecuteAsync("INSERT INTO note (text) VALUES ('b')", new { }, cancellationToken);
        }

        Assert.That(await Database.QueryAsync<string>("SELECT DISTINCT text FROM note", new { }, cancellationToken), Is.EqualTo(new[] { "b" }));
    }

    [Test]
    public async Task A_transaction_that_was_left_open_is_undone(CancellationToken cancellationToken)
    {
        await using (var connection = await Database.OpenAsync(cancellationToken))
        {
            ((SqliteConnection)connection).BeginTransaction(deferred: true);
            await connection.QueryAsync<int>("SELECT COUNT(*) FROM note");
        }

        await Database.ExecuteAsync("INSERT INTO note (text) VALUES ('a')", new { }, cancellationToken);
        Assert.That(await Database.FirstOrDefaultAsync<int>("SELECT COUNT(*) FROM note", new { }, cancellationToken), Is.EqualTo(1));
    }

    [Test]
    public async Task Many_read_and_write_at_once(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(1, 200).Select(i => Task.Run(
            async () =>
            {
                await Database.ExecuteAsync("INSERT INTO note (id, text) VALUES (@i, @text)", new { i, text = $"{i}" }, cancellationToken);
                var read = await Database.QueryAsync<string>("SELECT text FROM note WHERE id IN @ids", new { ids = new[] { i } }, cancellationToken);
                Assert.That(read, Is.EqualTo(new[] { $"{i}" }));
            },
            cancellationToken)));
    }

    [Test]
    public async Task When_the_database_is_closed_its_log_is_merged_and_removed(CancellationToken cancellationToken)
    {
        await Many_read_and_write_at_once(cancellationToken);

        ((IDisposable)Database).Dispose();

        Assert.That(Directory.GetFiles(_files.Options.DataFolder, "email.db*").Select(Path.GetFileName), Is.EqualTo(new[] { "email.db" }));
    }
}
