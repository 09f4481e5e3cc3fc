using NUnit.Framework;
using Services83.EMail.Administration.Backups;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sqlite;

namespace Services83.EMail.Tests.Storage.Bodies;

/// <summary>A deleted body is erased from its file, but not while somebody copies the file.</summary>
public sealed class BodyErasureTests : BodyFixture
{
    [Test]
    public async Task A_deleted_body_is_overwritten_and_others_stay()
    {
        var (doomed, kept) = (await SaveAsync(Bytes(1)), await SaveAsync(Bytes(2)));

        await DropAsync(doomed);

        Assert.That(InFile(), Is.EqualTo(new[] { kept }));
        Assert.That(Holds(Options.BodiesFile, Bytes(1)) || Holds($"{Options.BodiesFile}-journal", Bytes(1)), Is.False);
        Assert.That(await ReadAsync(kept), Is.EqualTo(Bytes(2)));
        Assert.That(await ReadAsync(doomed), Is.Empty);
    }

    [Test]
    public async Task All_of_many_deleted_bodies_are_erased()
    {
        var ids = await Database.WriteAsync(
            async (transaction, token) =>
            {
                var saved = new List<int>();
                for (var seed = 0; seed < 120; seed++)
                {
                    saved.Add(await SaveAsync(transaction, Bytes(seed, BodyFile.LongBody), token));
                }

                return saved;
            },
            Deadline);
        Assert.That(InFile(), Has.Count.EqualTo(120));

        await DropAsync([.. ids]);
        await Database.EraseDeletedAsync(Deadline);

        Assert.That(InFile(), Is.Empty);
    }

    [Test]
    public async Task While_somebody_copies_the_file_a_deleted_body_stays_and_then_it_is_erased()
    {
        var id = await SaveAsync(Bytes(1));
        using (await BodyHold.TakeAsync(Options.DatabaseFile, Deadline))
        {
            await DropAsync(id);
            await Database.EraseDeletedAsync(Deadline);
            Assert.That(InFile(), Is.EqualTo(new[] { id }));
        }

        await Database.WriteAsync((_, _) => Task.FromResult(true), Deadline);

        Assert.That(InFile(), Is.Empty);
    }

    [Test]
    public async Task What_was_not_erased_when_the_process_ended_is_erased_after_the_next_start()
    {
        var id = await SaveAsync(Bytes(1));
        using (await BodyHold.TakeAsync(Options.DatabaseFile, Deadline))
        {
            await DropAsync(id);
            ((IDisposable)Database).Dispose();
        }

        var started = Files.OpenAnother();
        await started.MigrateAsync(Deadline);
        await started.WriteAsync((_, _) => Task.FromResult(true), Deadline);

        Assert.That(InFile(), Is.Empty);
    }

    [Test]
    public async Task Nothing_is_copied_while_bodies_are_erased()
    {
        var erasing = BodyHold.TryErase(Options.DatabaseFile);
        var copying = BodyHold.TakeAsync(Options.DatabaseFile, Deadline);
        Assert.That(copying.IsCompleted, Is.False);
        erasing!.Dispose();

        using var first = await copying;
        using var second = await BodyHold.TakeAsync(Options.DatabaseFile, Deadline);
        Assert.That(BodyHold.TryErase(Options.DatabaseFile), Is.Null);
    }

    [Test]
    public async Task The_copy_of_a_database_has_exactly_the_bodies_that_it_refers_to()
    {
        var kept = await SaveAsync(Bytes(1));
        var doomed = await SaveAsync(Bytes(2));
        var copy = Path.Combine(Options.DataFolder, "copy.db");
        using (await BodyHold.TakeAsync(Options.DatabaseFile, Deadline))
        {
            SqliteFile.Copy(Options.DatabaseFile, copy);
            await DropAsync(doomed);
            await SaveAsync(Bytes(3));
            Assert.That(BodyCopy.Run(Options.DatabaseFile, copy, Deadline));
        }

        Assert.That(SqliteFile.Check(copy, isAtRest: true), Is.Empty);
        File.Move(copy, Path.Combine(Options.DataFolder, "away.db"));
        Assert.That(Holds(PathOfBodies(copy), Bytes(1)) && Holds(PathOfBodies(copy), Bytes(2)));
        Assert.That(Holds(PathOfBodies(copy), Bytes(3)), Is.False);
        Assert.That(await ReadAsync(kept), Is.EqualTo(Bytes(1)));
    }

    [Test]
    public async Task A_backup_that_finds_a_body_missing_is_none()
    {
        var id = await SaveAsync(Bytes(1));
        await SaveAsync(Bytes(2));
        await using (var stranger = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Options.BodiesFile};Pooling=False"))
        {
            await stranger.OpenAsync(Deadline);
            await using var delete = new Microsoft.Data.Sqlite.SqliteCommand($"DELETE FROM body WHERE content_id = {id}", stranger);
            await delete.ExecuteNonQueryAsync(Deadline);
        }

        var folder = Path.Combine(Options.DataFolder, "backup");
        var error = await Assert.CatchAsync<StorageException>(() => new Backup(Options, Files.Time).CreateAsync(folder, Deadline));

        Assert.That(error.Message, Does.Contain($"content {id} is missing"));
        Assert.That(Directory.GetDirectories(Options.DataFolder), Is.Empty);
    }
}
