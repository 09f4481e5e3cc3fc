using Microsoft.Data.Sqlite;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sqlite;

namespace Services83.EMail.Tests.Storage.Bodies;

/// <summary>Long bodies are stored once, in a file of their own; who reads them does not notice.</summary>
public sealed class BodyFileTests : BodyFixture
{
    [Test]
    public async Task A_long_body_is_in_the_file_beside_the_database_and_not_in_the_database()
    {
        var id = await SaveAsync(Bytes(1));

        Assert.That(await ReadAsync(id), Is.EqualTo(Bytes(1)));
        Assert.That(InFile(), Is.EqualTo(new[] { id }));
        Assert.That(Holds(Options.BodiesFile, Bytes(1)));
        Assert.That(Holds(Options.DatabaseFile, Bytes(1)) || Holds($"{Options.DatabaseFile}-wal", Bytes(1)), Is.False);
    }

    [TestCase(BodyFile.LongBody - 1, 40, TestName = "Short_bodies_stay_in_the_database")]
    [TestCase(BodyFile.WorthCommit - 1, 1, TestName = "A_body_that_is_not_worth_a_second_commit_stays_in_the_database")]
    public async Task Some_bodies_stay_in_the_database(int length, int count)
    {
        var ids = await Database.WriteAsync(
            async (transaction, token) =>
            {
                var saved = new List<int>();
                for (var seed = 0; seed < count; seed++)
                {
                    saved.Add(await SaveAsync(transaction, Bytes(seed, length), token));
                }

                return saved;
            },
            Deadline);

        Assert.That(File.Exists(Options.BodiesFile), Is.False);
        Assert.That(await ReadAsync(ids[^1]), Is.EqualTo(Bytes(count - 1, length)));
    }

    [Test]
    public async Task A_process_that_was_there_before_the_file_reads_it()
    {
        var other = Files.OpenAnother();
        Assert.That(await ReadAsync(other, 1), Is.Empty);

        var id = await SaveAsync(Bytes(1));

        Assert.That(await ReadAsync(other, id), Is.EqualTo(Bytes(1)));
    }

    [Test]
    public async Task Two_processes_add_to_the_file_in_turns()
    {
        var other = Files.OpenAnother();
        var ids = new List<int>();
        for (var seed = 0; seed < 6; seed++)
        {
            ids.Add(await SaveAsync(seed % 2 == 0 ? Database : other, Bytes(seed)));
        }

        for (var seed = 0; seed < ids.Count; seed++)
        {
            Assert.That(await ReadAsync(seed % 2 == 0 ? other : Database, ids[seed]), Is.EqualTo(Bytes(seed)));
        }
    }

    [Test]
    public async Task A_write_that_fails_takes_its_bodies_with_it_and_no_others()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var others = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = Database.WriteAsync(
            async (transaction, token) =>
            {
                entered.SetResult();
                await others.Task;
                return await SaveAsync(transaction, Bytes(1), token);
            },
            Deadline);
        await entered.Task.WaitAsync(Deadline);
        var second = Database.WriteAsync<int>(
            async (transaction, token) =>
            {
                await SaveAsync(transaction, Bytes(2), token);
                throw new InvalidOperationException("after the body");
            },
            Deadline);
        var third = SaveAsync(Bytes(3));
        others.SetResult();

        await Assert.CatchAsync<InvalidOperationException>(() => second);
        await Task.WhenAll(first, third);
        Assert.That(InFile(), Is.EquivalentTo(new[] { await first, await third }));
        Assert.That(Holds(Options.BodiesFile, Bytes(2)), Is.False);
        Assert.That(await ReadAsync(await third), Is.EqualTo(Bytes(3)));
    }

    [Test]
    public async Task Many_readers_beside_a_writer_all_get_what_they_ask_for()
    {
        var id = await SaveAsync(Bytes(0, 1_000_000));
        var readers = Enumerable.Range(0, 64).Select(_ => Task.Run(
            async () =>
            {
                for (var time = 0; time < 5; time++)
                {
                    Assert.That(await ReadAsync(id), Has.Length.EqualTo(1_000_000));
                }
            },
            Deadline)).ToList();
        for (var seed = 1; seed <= 20; seed++)
        {
            await SaveAsync(Bytes(seed));
        }

        await Task.WhenAll(readers);
        Assert.That(InFile(), Has.Count.EqualTo(21));
    }

    [Test]
    public async Task A_reader_waits_while_the_file_is_written()
    {
        var id = await SaveAsync(Bytes(1));
        await using var stranger = new SqliteConnection($"Data Source={Options.BodiesFile};Pooling=False");
        await stranger.OpenAsync(Deadline);
        await using (var begin = new SqliteCommand("BEGIN EXCLUSIVE", stranger))
        {
            await begin.ExecuteNonQueryAsync(Deadline);
        }

        var reading = Task.Run(() => ReadAsync(id), Deadline);
        await using (var end = new SqliteCommand("ROLLBACK", stranger))
        {
            await end.ExecuteNonQueryAsync(Deadline);
        }

        Assert.That(await reading, Is.EqualTo(Bytes(1)));
    }

    [Test]
    public async Task A_body_that_is_lost_is_an_error_and_no_empty_message()
    {
        var id = await SaveAsync(Bytes(1));
        await using (var stranger = new SqliteConnection($"Data Source={Options.BodiesFile};Pooling=False"))
        {
            await stranger.OpenAsync(Deadline);
            await using var delete = new SqliteCommand("DELETE FROM body", stranger);
            await delete.ExecuteNonQueryAsync(Deadline);
        }

        var error = await Assert.CatchAsync<StorageException>(() => ReadAsync(id));
        Assert.That(error.IsTransient, Is.False);
        Assert.That(error.Message, Does.Contain("does not hold").And.Contain("restore the latest backup"));
        Assert.That(SqliteFile.Check(Options.DatabaseFile, isAtRest: false), Is.EqualTo(new[] { $"the body of the message content {id} is missing in the file of bodies" }));
    }

    [Test]
    public async Task A_byte_that_changed_in_the_file_is_found()
    {
        var id = await SaveAsync(Bytes(1));
        Assert.That(SqliteFile.Check(Options.DatabaseFile, isAtRest: false), Is.Empty);
        ((IDisposable)Database).Dispose();
        var file = await File.ReadAllBytesAsync(Options.BodiesFile, Deadline);
        file[file.AsSpan().IndexOf(Bytes(1).AsSpan(Long / 2, 64))] ^= 1;
        await File.WriteAllBytesAsync(Options.BodiesFile, file, Deadline);

        Assert.That(SqliteFile.Check(Options.DatabaseFile, isAtRest: true), Is.EqualTo(new[] { $"the body of the message content {id} is not as it was stored in the file of bodies" }));
    }

    [Test]
    public async Task A_file_that_is_no_database_is_named()
    {
        await SaveAsync(Bytes(1));
        ((IDisposable)Database).Dispose();
        await File.WriteAllTextAsync(Options.BodiesFile, string.Concat(Enumerable.Repeat("This is a letter. ", 500)), Deadline);

        var error = await Assert.CatchAsync<StorageException>(() => Files.OpenAnother().MigrateAsync(Deadline));
        Assert.That(error.Message, Does.Contain($"'{Options.BodiesFile}' is not an SQLite database"));
    }

    [Test]
    public async Task A_locked_file_is_told_as_the_database_is_and_nothing_of_the_write_is_stored()
    {
        var id = await SaveAsync(Bytes(1));
        await using var stranger = new SqliteConnection($"Data Source={Options.BodiesFile};Pooling=False");
        await stranger.OpenAsync(Deadline);
        await using (var begin = new SqliteCommand("BEGIN IMMEDIATE", stranger))
        {
            await begin.ExecuteNonQueryAsync(Deadline);
        }

        var error = await Assert.CatchAsync<StorageException>(() => SaveAsync(Bytes(2)));
        Assert.That(error.IsTransient, Is.True);
        Assert.That(error.Message, Does.Contain(Options.BodiesFile).And.Contain("locked"));
        Assert.That(await Database.QueryAsync<int>("SELECT content_id FROM content", new { }, Deadline), Is.EqualTo(new[] { id }));
        Assert.That(await ReadAsync(id), Is.EqualTo(Bytes(1)), "it can be read meanwhile");
    }

    [Test]
    public async Task The_size_of_the_database_counts_the_file()
    {
        var before = await Database.SizeAsync(Deadline);

        await SaveAsync(Bytes(1, 2_000_000));

        Assert.That(await Database.SizeAsync(Deadline), Is.GreaterThan(before + 2_000_000));
    }
}
