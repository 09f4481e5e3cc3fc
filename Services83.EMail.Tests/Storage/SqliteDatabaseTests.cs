using Dapper;
using Microsoft.Data.Sqlite;
using NUnit.Framework;
using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Storage;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteDatabaseTests : DatabaseContract, IDisposable
{
    private readonly TestDatabase _files = new(provider: StorageProvider.Sqlite);

    protected override IDatabase Database => _files.Database;

    public void Dispose() => _files.Dispose();

    protected override IDatabase OpenAnother() => _files.OpenAnother();

    /// <summary>SQLite uses a partial index only if the query has the index's condition in the same form.</summary>
    [TestCase("email_item_new", "email_item WHERE COALESCE(pending_folder, folder_id) = 1 AND announced = FALSE")]
    [TestCase("gateway_sync_open", "gateway_sync WHERE tenant = 'a' AND state < 2")]
    [TestCase("gateway_sync_parked", "gateway_sync WHERE tenant = 'a' AND associate_id = 1 AND state = 4")]
    [TestCase("email_change_account", "email_change WHERE account_id = 1 AND rejected = FALSE AND change_id > 7 ORDER BY change_id")]
    public async Task What_is_asked_often_has_an_index(string index, string rows)
    {
        using var database = await TestDatabase.MigratedAsync(provider: StorageProvider.Sqlite);
        var plan = await database.Database.QueryAsync<(long, long, long, string Detail)>(
            $"EXPLAIN QUERY PLAN SELECT * FROM {rows}", new { }, CancellationToken.None);

        Assert.That(plan.Select(step => step.Detail), Is.Not.Empty.And.All.Contains($"INDEX {index} "));
    }

    [Test]
    public async Task It_writes_ahead_and_waits_for_the_disk(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);

        await using var connection = await Database.OpenAsync(cancellationToken);
        Assert.That(await connection.ExecuteScalarAsync<string>("PRAGMA journal_mode"), Is.EqualTo("wal"));
        Assert.That(await connection.ExecuteScalarAsync<int>("PRAGMA synchronous"), Is.EqualTo(2));
        Assert.That(await connection.ExecuteScalarAsync<int>("PRAGMA foreign_keys"), Is.EqualTo(1));
        Assert.That(await connection.ExecuteScalarAsync<int>("PRAGMA temp_store"), Is.EqualTo(2), "what a statement may have to undo is written to memory");
    }

    [Test]
    public async Task What_is_no_text_where_text_belongs_is_an_error_and_not_read_as_null(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        Assert.That(await Database.QueryAsync<Named>("SELECT 'a' AS name UNION ALL SELECT NULL", new { }, cancellationToken), Is.EqualTo(new Named[] { new() { Name = "a" }, new() }));

        Assert.That(() => Database.QueryAsync<Named>("SELECT x'41' AS name", new { }, cancellationToken), Throws.Exception);
    }

    [Test]
    public void Its_migrations_are_numbered_from_1_on_without_gaps_and_doubles()
    {
        var versions = Migration.LoadFor("Sqlite").Select(migration => migration.Version).ToArray();

        Assert.That(versions, Is.EqualTo(Enumerable.Range(1, versions.Length)));
    }

    [Test]
    public async Task A_file_that_another_program_locks_is_a_transient_error_that_names_it(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        await using var stranger = new SqliteConnection($"Data Source={_files.Options.DatabaseFile}");
        await stranger.OpenAsync(cancellationToken);
        await using var held = stranger.BeginTransaction(deferred: false);

        var error = await Assert.CatchAsync<StorageException>(() => Database.WriteAsync((_, _) => Task.FromResult(0), cancellationToken));

        Assert.That(error.IsTransient, Is.True);
        Assert.That(error.Message, Does.Contain(_files.Options.DatabaseFile));
        Assert.That(error.Message, Does.Contain("locked"));
    }

    [Test]
    public async Task After_a_lock_is_released_writing_goes_on(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        await using var stranger = new SqliteConnection($"Data Source={_files.Options.DatabaseFile}");
        await stranger.OpenAsync(cancellationToken);
        var held = stranger.BeginTransaction(deferred: false);

        var writing = Task.Run(() => Database.WriteAsync((_, _) => Task.FromResult(7), cancellationToken), cancellationToken);
        await held.RollbackAsync(cancellationToken);

        Assert.That(await writing, Is.EqualTo(7));
    }

    [Test]
    public async Task A_file_that_is_no_database_is_named_and_left_alone(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_files.Options.DataFolder);
        var content = string.Concat(Enumerable.Repeat("This is a letter, not a database. ", 200));
        await File.WriteAllTextAsync(_files.Options.DatabaseFile, content, cancellationToken);

        var error = await Assert.CatchAsync<StorageException>(() => Database.MigrateAsync(cancellationToken));

        Assert.That(error.IsTransient, Is.False);
        Assert.That(error.Message, Does.Contain("is not an SQLite database"));
        Assert.That(error.Message, Does.Contain(_files.Options.DatabaseFile));
        Assert.That(await File.ReadAllTextAsync(_files.Options.DatabaseFile, cancellationToken), Is.EqualTo(content));
    }

    [Test]
    public async Task A_damaged_file_is_reported_as_damaged(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        ((IDisposable)Database).Dispose();
        await OverwritePagesAsync(cancellationToken);

        var error = await Assert.CatchAsync<StorageException>(() => OpenAnother().ReadAsync(
            (connection, _) => connection.QueryAsync<string>("SELECT login_name FROM associate ORDER BY login_key"), cancellationToken));

        Assert.That(error.IsTransient, Is.False);
        Assert.That(error.Message, Does.Contain("is damaged"));
    }

    [Test]
    public async Task A_data_folder_that_cannot_be_made_is_an_error_that_names_the_setting(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_files.Options.DataFolder);
        var file = Path.Combine(_files.Options.DataFolder, "file");
        await File.WriteAllTextAsync(file, "", cancellationToken);
        _files.Options.DataFolder = Path.Combine(file, "data");
        try
        {
            var error = await Assert.CatchAsync<StorageException>(() => OpenAnother().MigrateAsync(cancellationToken));
            Assert.That(error.Message, Does.Contain("Storage:DataFolder"));
        }
        finally
        {
            _files.Options.DataFolder = Path.GetDirectoryName(file)!;
        }
    }

    /// <summary>Keeps the header, so that the file still looks like a database.</summary>
    private async Task OverwritePagesAsync(CancellationToken cancellationToken)
    {
        await using var file = File.OpenWrite(_files.Options.DatabaseFile);
        file.Position = 100;
        var garbage = new byte[file.Length - 100];
        Array.Fill(garbage, (byte)0xA5);
        await file.WriteAsync(garbage, cancellationToken);
    }

    private sealed record Named
    {
        public string? Name { get; init; }
    }
}
