using Npgsql;
using NUnit.Framework;
using Services83.EMail.Hosting;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Storage;

[Category(Tier.Servers)]
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PostgreSqlEngineLockTests : IDisposable
{
    private readonly TestDatabase _files = new(provider: StorageProvider.PostgreSql, migrated: true);

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    public void Dispose() => _files.Dispose();

    [Test]
    public void Only_one_process_holds_it()
    {
        using (EngineLock.TryTake(_files.Options))
        {
            Assert.That(EngineLock.TryTake(_files.Options), Is.Null);
        }

        using var next = EngineLock.TryTake(_files.Options);
        Assert.That(next!.Look(), Is.EqualTo(LockState.Held));
    }

    [Test]
    public async Task It_is_taken_again_when_its_session_broke()
    {
        using var held = EngineLock.TryTake(_files.Options)!;
        await TerminateAsync();

        Assert.That(held.Look(), Is.EqualTo(LockState.TakenAgain));
        Assert.That(held.Look(), Is.EqualTo(LockState.Held));
        Assert.That(EngineLock.TryTake(_files.Options), Is.Null);
    }

    [Test]
    public async Task It_is_lost_when_another_process_was_faster()
    {
        using var first = EngineLock.TryTake(_files.Options)!;
        await TerminateAsync();
        using (var second = EngineLock.TryTake(_files.Options)!)
        {
            Assert.That((first.Look(), second.Look()), Is.EqualTo((LockState.Lost, LockState.Held)));
        }

        Assert.That(first.Look(), Is.EqualTo(LockState.TakenAgain));
    }

    [Test]
    public async Task A_second_server_on_the_database_is_refused_whatever_its_data_folder()
    {
        using var held = EngineLock.TryTake(_files.Options)!;
        var folder = Path.Combine(_files.Options.DataFolder, "second");

        var error = await Assert.CatchAsync<StorageException>(() => Server.StartAsync(
            ["--urls=http://127.0.0.1:0", $"--Storage:DataFolder={folder}", "--Storage:Provider=PostgreSql", $"--Storage:ConnectionString={_files.Options.ConnectionString}"],
            Deadline));

        Assert.That(error.Message, Does.Contain("Another process serves the database").And.Contain("127.0.0.1"));
    }

    /// <summary>Of an emptied database, or of another one than the keys belong to, the stored passwords would be lost in silence.</summary>
    [Test]
    public async Task An_empty_database_beside_keys_is_refused()
    {
        using var empty = new TestDatabase(provider: StorageProvider.PostgreSql);
        var keys = Directory.CreateDirectory(empty.Options.KeyFolderPath);
        await File.WriteAllTextAsync(Path.Combine(keys.FullName, "key-1.xml"), "<key/>", Deadline);

        var error = await Assert.CatchAsync<StorageException>(() => Server.StartAsync(
            [
                "--urls=http://127.0.0.1:0", $"--Storage:DataFolder={empty.Options.DataFolder}", "--Storage:Provider=PostgreSql",
                $"--Storage:ConnectionString={empty.Options.ConnectionString}",
            ],
            Deadline));

        Assert.That(error.Message, Does.Contain("is missing or empty").And.Contain(keys.FullName));
    }

    private async Task TerminateAsync()
    {
        await using var connection = new NpgsqlConnection(_files.Options.ConnectionString);
        await connection.OpenAsync(Deadline);
        await using var command = new NpgsqlCommand(
            """
            SELECT count(*) FROM (SELECT pg_terminate_backend(pid, 5000) FROM pg_locks JOIN pg_database ON pg_database.oid = database
                                  WHERE locktype = 'advisory' AND datname = current_database()) AS ended
            """,
            connection);
        Assert.That(await command.ExecuteScalarAsync(Deadline), Is.EqualTo(1L));
    }
}
