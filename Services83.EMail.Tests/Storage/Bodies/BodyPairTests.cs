using Dapper;
using NUnit.Framework;
using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Storage.Bodies;

/// <summary>The file of bodies is committed before the database. A crash in between leaves bodies that nothing refers to; two files from
/// different times are refused.</summary>
public sealed class BodyPairTests : BodyFixture
{
    [Test]
    public async Task What_a_crash_before_the_commit_of_the_database_left_is_removed_at_the_next_start()
    {
        var kept = await SaveAsync(Bytes(1));
        var before = await DatabaseAsync();
        await SaveAsync(Bytes(2));
        await ReplaceAsync(Options.DatabaseFile, before);

        using var started = (IDisposable)await StartAsync();

        Assert.That(InFile(), Is.EqualTo(new[] { kept }));
        Assert.That(await ReadAsync((IDatabase)started, kept), Is.EqualTo(Bytes(1)));
    }

    [Test]
    public async Task When_the_commit_of_the_database_fails_the_next_write_removes_what_it_left()
    {
        var kept = await SaveAsync(Bytes(1));
        await Assert.CatchAsync<StorageException>(() => FailAtCommitAsync(Bytes(2)));
        Assert.That(InFile(), Has.Count.EqualTo(2), "the file was committed first");

        var next = await SaveAsync(Bytes(3));

        Assert.That(InFile(), Is.EqualTo(new[] { kept, next }));
        Assert.That(await ReadAsync(next), Is.EqualTo(Bytes(3)));
        Assert.That(Holds(Options.BodiesFile, Bytes(2)), Is.False);
    }

    [Test]
    public async Task When_several_commits_fail_one_after_another_nothing_is_lost()
    {
        var kept = await SaveAsync(Bytes(1));
        for (var seed = 2; seed < 5; seed++)
        {
            await Assert.CatchAsync<StorageException>(() => FailAtCommitAsync(Bytes(seed)));
        }

        using var started = (IDisposable)await StartAsync();

        Assert.That(InFile(), Is.EqualTo(new[] { kept }));
    }

    [Test]
    public async Task The_first_body_may_be_lost_together_with_its_file()
    {
        await Assert.CatchAsync<StorageException>(() => FailAtCommitAsync(Bytes(1)));

        using var started = (IDisposable)await StartAsync();

        Assert.That(InFile(), Is.Empty);
        Assert.That(await ReadAsync((IDatabase)started, await SaveAsync((IDatabase)started, Bytes(2))), Is.EqualTo(Bytes(2)));
    }

    [Test]
    public async Task A_database_of_an_earlier_time_is_refused_and_no_body_is_deleted()
    {
        await SaveAsync(Bytes(1));
        var before = await DatabaseAsync();
        await SaveAsync(Bytes(2));
        await SaveAsync(Bytes(3));
        await ReplaceAsync(Options.DatabaseFile, before);

        await AssertRefusedAsync("is of another time or another installation");
        Assert.That(InFile(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_file_of_an_earlier_time_is_refused()
    {
        await SaveAsync(Bytes(1));
        await CheckpointAsync();
        var before = await File.ReadAllBytesAsync(Options.BodiesFile, Deadline);
        await SaveAsync(Bytes(2));
        await SaveAsync(Bytes(3));
        await ReplaceAsync(Options.BodiesFile, before);

        await AssertRefusedAsync("is of another time or another installation");
    }

    [Test]
    public async Task A_file_that_was_not_copied_along_is_missed()
    {
        await SaveAsync(Bytes(1));
        ((IDisposable)Database).Dispose();
        File.Delete(Options.BodiesFile);

        await AssertRefusedAsync("is missing");
        Assert.That(File.Exists(Options.BodiesFile), Is.False, "no empty one takes its place");
    }

    [Test]
    public async Task The_file_of_another_database_is_refused()
    {
        await SaveAsync(Bytes(1));
        using var other = await TestDatabase.MigratedAsync(provider: StorageProvider.Sqlite);
        await other.Database.ExecuteAsync("UPDATE body_pair SET stamp = randomblob(16)", new { }, Deadline);
        File.Copy(Options.BodiesFile, other.Options.BodiesFile);

        var error = await Assert.CatchAsync<StorageException>(() => SaveAsync(other.Database, Bytes(2)));
        Assert.That(error.Message, Does.Contain(other.Options.BodiesFile).And.Contain("another installation"));
    }

    private async Task AssertRefusedAsync(string why)
    {
        var error = await Assert.CatchAsync<StorageException>(StartAsync);
        Assert.That(error.IsTransient, Is.False);
        Assert.That(error.Message, Does.Contain(Options.BodiesFile).And.Contain(why).And.Contain("nothing was changed"));
    }

    /// <summary>The commit of the database fails, because a row refers to one that is missing.</summary>
    private Task FailAtCommitAsync(byte[] raw) => Database.WriteAsync(
        async (transaction, token) =>
        {
            await transaction.Connection!.ExecuteAsync("PRAGMA defer_foreign_keys = ON", transaction: transaction);
            await SaveAsync(transaction, raw, token);
            return await transaction.ExecuteAsync("INSERT INTO content_outline (content_id, raw, sizes) VALUES (999999, x'00', '{}')", new { }, token);
        },
        Deadline);

    /// <summary>The database file, with all that was written.</summary>
    private async Task<byte[]> DatabaseAsync()
    {
        await CheckpointAsync();
        return await File.ReadAllBytesAsync(Options.DatabaseFile, Deadline);
    }

    private async Task ReplaceAsync(string file, byte[] content)
    {
        ((IDisposable)Database).Dispose();
        await File.WriteAllBytesAsync(file, content, Deadline);
        Assert.That(File.Exists($"{Options.DatabaseFile}-wal"), Is.False);
    }

    private async Task<IDatabase> StartAsync()
    {
        var database = Files.OpenAnother();
        await database.MigrateAsync(Deadline);
        return database;
    }
}
