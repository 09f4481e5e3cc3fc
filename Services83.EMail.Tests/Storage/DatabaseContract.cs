using System.Data.Common;
using Dapper;
using NUnit.Framework;
using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Storage;

/// <summary>What every database product has to do behind <see cref="IDatabase"/>.</summary>
[CancelAfter(60_000)]
public abstract class DatabaseContract
{
    private const string InsertAssociate = """
        INSERT INTO associate (associate_id, login_name, login_key, full_name, full_name_key, email_address, user_type, is_administrator, created_at)
        VALUES (@Id, @Name, @Name, '', '', '', 1, FALSE, @CreatedAt)
        """;

    private static readonly DateTimeOffset Moment = new(2026, 11, 20, 9, 30, 15, 123, TimeSpan.FromHours(2));

    protected abstract IDatabase Database { get; }

    /// <summary>The same stored data through an object that knows nothing of <see cref="Database"/>.</summary>
    protected abstract IDatabase OpenAnother();

    [Test]
    public async Task What_was_written_is_read_by_another_instance(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        await InsertAsync(Database, 162, cancellationToken);

        Assert.That(await CountAsync(OpenAnother(), cancellationToken), Is.EqualTo(1));
    }

    [Test]
    public async Task Nothing_remains_of_work_that_throws(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);

        await Assert.CatchAsync<InvalidOperationException>(() => Database.WriteAsync<int>(
            async (transaction, _) =>
            {
                await transaction.Connection!.ExecuteAsync(InsertAssociate, Row(1), transaction);
                throw new InvalidOperationException("after the insert");
            },
            cancellationToken));

        Assert.That(await CountAsync(Database, cancellationToken), Is.Zero);
    }

    [Test]
    public async Task A_row_that_breaks_a_rule_is_a_storage_error_that_waiting_does_not_heal(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        await InsertAsync(Database, 1, cancellationToken);

        var error = await Assert.CatchAsync<StorageException>(() => InsertAsync(Database, 1, cancellationToken));
        Assert.That(error.IsTransient, Is.False);
    }

    [Test]
    public async Task A_reader_cannot_write(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);

        await Assert.CatchAsync<StorageException>(() =>
            Database.ReadAsync((connection, _) => connection.ExecuteAsync(InsertAssociate, Row(1)), cancellationToken));
    }

    [Test]
    public async Task A_moment_comes_back_to_the_millisecond_and_in_UTC(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        await InsertAsync(Database, 1, cancellationToken);

        var stored = await Database.ReadAsync(
            (connection, _) => connection.QuerySingleAsync<DateTimeOffset>("SELECT created_at FROM associate"), cancellationToken);
        Assert.That(stored, Is.EqualTo(Moment));
        Assert.That(stored.Offset, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task Values_are_read_by_their_places(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        var query = new RowQuery<object?[]>(
            "SELECT 2147483647, CAST(-9223372036854775808 AS BIGINT), 'Blåbær ✔', '', NULL, CAST(NULL AS BIGINT), 1 = 1, 1 = 2, CAST(1763976615123 AS BIGINT)",
            row =>
            [
                row.Int(0), row.IntOrNull(0), row.Long(0), row.Long(1), row.LongOrNull(1), row.Text(2), row.TextOrNull(3), row.TextOrNull(4), row.LongOrNull(5), row.IntOrNull(5),
                row.MomentOrNull(5), row.IsNull(4), row.IsNull(3), row.Flag(6), row.Flag(7), row.Moment(8).UtcTicks, row.MomentOrNull(8)?.Offset,
            ]);

        Assert.That((await query.RunAsync(Database, cancellationToken)).Single(), Is.EqualTo(new object?[]
        {
            int.MaxValue, int.MaxValue, (long)int.MaxValue, long.MinValue, long.MinValue, "Blåbær ✔", "", null, null, null, null, true, false, true, false,
            DateTimeOffset.FromUnixTimeMilliseconds(1763976615123).UtcTicks, TimeSpan.Zero,
        }));
    }

    [Test]
    public async Task A_value_that_is_missing_or_does_not_fit_is_an_error(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        foreach (var (value, read) in ((string, Func<DbDataReader, object>)[])
            [("CAST(NULL AS BIGINT)", row => row.Long(0)), ("CAST(NULL AS INTEGER)", row => row.Int(0)), ("CAST(NULL AS TEXT)", row => row.Text(0)), ("'7'", row => row.Long(0))])
        {
            Assert.That(() => new RowQuery<object>($"SELECT {value} AS place", read).RunAsync(Database, cancellationToken), Throws.TypeOf<InvalidCastException>(), value);
        }

        Assert.That(() => new RowQuery<int>("SELECT CAST(2147483648 AS BIGINT)", row => row.Int(0)).RunAsync(Database, cancellationToken), Throws.TypeOf<OverflowException>());
    }

    [Test]
    public async Task A_list_may_have_any_length(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        foreach (var id in (int[])[1, 2, 3])
        {
            await InsertAsync(Database, id, cancellationToken);
        }

        var query = new RowQuery<int>(
            "SELECT associate_id FROM associate WHERE associate_id IN @ids AND NOT associate_id IN @except ORDER BY associate_id",
            row => row.Int(0), "@ids", "@except");
        foreach (var (ids, except, expected) in ((int[], int[], int[])[])[([1, 3], [], [1, 3]), ([2], [3], [2]), ([2], [2], []), ([2], [], [2]), ([], [1], []), ([1, 2, 3], [2], [1, 3])])
        {
            Assert.That(await query.RunAsync(Database, cancellationToken, ids, except), Is.EqualTo(expected));
        }

        foreach (var names in (string[][])[[], ["'"], ["\"", "[1]"], ["[]"]])
        {
            Assert.That(await Database.QueryAsync<int>("SELECT 1 WHERE '[]' IN @names", new { names }, cancellationToken), Has.Count.EqualTo(names.Contains("[]") ? 1 : 0));
        }
    }

    [Test]
    public async Task Many_writers_at_once_all_get_their_turn(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        var other = OpenAnother();

        await Task.WhenAll(Enumerable.Range(1, 40).Select(id => Task.Run(
            () => InsertAsync(id % 2 == 0 ? Database : other, id, cancellationToken), cancellationToken)));

        Assert.That(await CountAsync(Database, cancellationToken), Is.EqualTo(40));
    }

    [Test]
    public async Task Several_programs_may_migrate_at_once(CancellationToken cancellationToken)
    {
        var databases = Enumerable.Range(0, 4).Select(_ => OpenAnother()).ToArray();

        await Task.WhenAll(databases.Select(database => Task.Run(() => database.MigrateAsync(cancellationToken), cancellationToken)));

        var versions = await Database.ReadAsync(
            (connection, _) => connection.QueryAsync<int>("SELECT version FROM schema_version ORDER BY version"), cancellationToken);
        Assert.That(versions, Is.EqualTo(Enumerable.Range(versions.First(), versions.Count())));
    }

    [Test]
    public async Task A_database_of_a_newer_program_is_refused(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        await WriteAsync("INSERT INTO schema_version VALUES (9999, 'future', 'x', 0)", cancellationToken);

        var error = await Assert.CatchAsync<StorageException>(() => OpenAnother().MigrateAsync(cancellationToken));
        Assert.That(error.Message, Does.Contain("9999 (future)"));
        Assert.That(error.Message, Does.Contain("newer program"));
    }

    [Test]
    public async Task A_database_with_another_wording_of_a_migration_is_refused(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        await WriteAsync("UPDATE schema_version SET checksum = 'x' WHERE version = 21", cancellationToken);

        var error = await Assert.CatchAsync<StorageException>(() => OpenAnother().MigrateAsync(cancellationToken));
        Assert.That(error.Message, Does.Contain("Migration 21 ("));
    }

    private static object Row(int id) => new { Id = id, Name = $"user{id}", CreatedAt = Moment };

    private static Task InsertAsync(IDatabase database, int id, CancellationToken cancellationToken) => database.WriteAsync(
        (transaction, _) => transaction.Connection!.ExecuteAsync(InsertAssociate, Row(id), transaction), cancellationToken);

    private static Task<int> CountAsync(IDatabase database, CancellationToken cancellationToken) => database.ReadAsync(
        (connection, _) => connection.ExecuteScalarAsync<int>("SELECT count(*) FROM associate"), cancellationToken);

    private Task WriteAsync(string sql, CancellationToken cancellationToken) => Database.WriteAsync(
        (transaction, _) => transaction.Connection!.ExecuteAsync(sql, transaction: transaction), cancellationToken);
}
