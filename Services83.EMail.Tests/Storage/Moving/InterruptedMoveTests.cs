using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Moving;

namespace Services83.EMail.Tests.Storage.Moving;

/// <summary>Moves that do not end, or must not begin.</summary>
public sealed class InterruptedMoveTests : MoveFixture
{
    /// <summary>Each attempt ends a few batches later than the one before, at first while it moves rows, then while it compares them.</summary>
    [Test]
    public async Task A_move_that_ends_at_any_batch_is_continued_and_no_server_starts_before_its_end([Values] bool cancelled)
    {
        const int Step = 6;
        await FillAsync();
        var (attempts, hasCompared) = (0, false);
        IReadOnlyList<MovedTable>? moved = null;
        for (var limit = 1; moved is null; limit += Step)
        {
            attempts++;
            using var cancellation = new CancellationTokenSource();
            var batches = 0;
            try
            {
                moved = await MoveAsync(
                    progress =>
                    {
                        hasCompared |= progress.IsCheck;
                        if (++batches < limit)
                        {
                            return;
                        }

                        if (!cancelled)
                        {
                            throw new TimeoutException();
                        }

                        cancellation.Cancel();
                    },
                    cancellationToken: cancellation.Token);
            }
            catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
            {
                Assert.That(await Target.QueryAsync<int>("SELECT data_move_id FROM data_move", new { }, Deadline), Is.EqualTo(new[] { 1 }));
            }

            if (moved is null && attempts % 5 == 1)
            {
                var refused = await Assert.CatchAsync<StorageException>(StartOnPostgreSqlAsync);
                Assert.That(refused.Message, Does.Contain("migrate-data"));
            }
        }

        Assert.That((attempts > 10, hasCompared), Is.EqualTo((true, true)));
        Assert.That(moved.Where(table => table.Name != "key_proof").Select(table => table.Rows), Is.All.EqualTo(FilledDatabase.Rows));
        await StartOnPostgreSqlAsync();
    }

    [TestCase("UPDATE content SET subject = subject || ' ' WHERE content_id = 2", "Table content: the row content_id 2 is different in")]
    [TestCase("UPDATE content_body SET raw = set_byte(raw, 2999999, 1) WHERE content_id = 4000000000", "Table content_body: the row content_id 4000000000 is different in")]
    [TestCase("UPDATE account SET last_used_at = NULL WHERE account_id = 1", "Table account: the row account_id 1 is different in")]
    [TestCase("DELETE FROM email_change WHERE change_id = 2", "Table email_change: the row change_id 2 is missing in")]
    [TestCase("DELETE FROM folder_visit WHERE folder = ''", "Table folder_visit: the row associate_id -7, folder  is missing in")]
    [TestCase("INSERT INTO background_trouble VALUES ('a', '', 0, 0, 0)", "Table background_trouble: the row name a is only in")]
    [TestCase("UPDATE data_protection_key SET xml = '<key/>'", "Table data_protection_key: the keys are not those of the folder: key-")]
    public async Task A_difference_is_found_and_named_and_no_server_starts(string change, string expected)
    {
        await FillAsync();
        var isChanged = false;

        var error = await Assert.CatchAsync<StorageException>(() => MoveAsync(progress =>
        {
            if (progress.IsCheck && !isChanged)
            {
                isChanged = true;
                ChangeTargetAsync(change).GetAwaiter().GetResult();
            }
        }));

        Assert.That(error.Message, Does.StartWith(expected).And.Contain("empty database"));
        await Assert.CatchAsync<StorageException>(() => MoveAsync());
        await Assert.CatchAsync<StorageException>(StartOnPostgreSqlAsync);
    }

    [Test]
    public async Task Into_a_database_that_holds_something_nothing_is_moved()
    {
        await ChangeTargetAsync("INSERT INTO contact (name, name_key, department, department_key, org_nr, phone, fax, url, street, postal_code, city, region, country, created_at, updated_at) VALUES ('', '', '', '', '', '', '', '', '', '', '', '', '', 0, 0)");

        var error = await Assert.CatchAsync<StorageException>(() => MoveAsync());

        Assert.That(error.Message, Does.Contain("is not empty: the table contact has rows"));
        Assert.That(await Target.QueryAsync<int>("SELECT data_move_id FROM data_move", new { }, Deadline), Is.Empty);
    }

    [Test]
    public async Task A_database_that_a_server_has_started_on_or_that_was_moved_before_is_refused([Values] bool started)
    {
        await (started ? StartElsewhereAsync() : MoveAsync());

        var error = await Assert.CatchAsync<StorageException>(() => MoveAsync());

        Assert.That(error.Message, Does.Contain("is not empty").And.Contain("If an earlier move has ended well, start the server"));
    }

    [Test]
    public async Task An_unfinished_move_of_another_source_is_refused()
    {
        await ChangeTargetAsync("INSERT INTO data_move (data_move_id, source, started_at) VALUES (1, 'another', 0)");

        var error = await Assert.CatchAsync<StorageException>(() => MoveAsync());

        Assert.That(error.Message, Does.Contain("another SQLite database"));
    }

    [Test]
    public async Task Two_moves_into_one_database_do_not_run_at_once()
    {
        await using var first = await MoveTarget.OpenAsync(Settings, TimeProvider.System, Deadline);

        var error = await Assert.CatchAsync<StorageException>(() => MoveAsync());

        Assert.That(error.Message, Does.Contain("Another process is moving data"));
    }

    [Test]
    public async Task Without_its_keys_a_database_is_not_moved()
    {
        Directory.Delete(Settings.KeyFolderPath, recursive: true);

        var error = await Assert.CatchAsync<StorageException>(() => MoveAsync());

        Assert.That(error.Message, Does.Contain(Settings.KeyFolderPath));
        Assert.That(Directory.Exists(Settings.KeyFolderPath), Is.False);
    }

    [TestCase("DELETE FROM schema_version WHERE version = (SELECT MAX(version) FROM schema_version)", "of an earlier version")]
    [TestCase("INSERT INTO schema_version VALUES (9999, '', '', 0)", "another version of the program")]
    [TestCase("UPDATE schema_version SET checksum = ''", "another version of the program")]
    public async Task A_database_of_another_version_is_not_moved(string change, string expected)
    {
        ChangeSource(change);

        var error = await Assert.CatchAsync<StorageException>(() => MoveAsync());

        Assert.That(error.Message, Does.Contain(expected).And.Contain(Settings.DatabaseFile));
    }

    [TestCase("UPDATE content SET subject = x'00' WHERE content_id = 1", "The row content_id 1 of the table content is damaged: its column subject")]
    [TestCase("UPDATE account SET created_at = 0.5 WHERE account_id = 2", "The row account_id 2 of the table account is damaged: its column created_at")]
    [TestCase("UPDATE contact SET external_id = hex(randomblob(100000)) WHERE contact_id = 1", "Table contact, in the batch that begins with contact_id -7: ")]
    public async Task A_row_that_PostgreSQL_cannot_store_is_named(string change, string expected)
    {
        await FillAsync();
        ChangeSource(change);

        var error = await Assert.CatchAsync<StorageException>(() => MoveAsync());

        Assert.That(error.Message, Does.StartWith(expected));
    }

    /// <summary>As a new installation would, without the keys of the source.</summary>
    private async Task StartElsewhereAsync()
    {
        var keys = Settings.KeyFolderPath;
        Directory.Move(keys, keys + ".away");
        await StartOnPostgreSqlAsync();
        Directory.Move(keys + ".away", keys);
    }
}
