using Dapper;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Storage;

[Category(Tier.Servers)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PostgreSqlDatabaseTests : DatabaseContract, IDisposable
{
    private readonly TestDatabase _files = new(provider: StorageProvider.PostgreSql);

    protected override IDatabase Database => _files.Database;

    public void Dispose() => _files.Dispose();

    protected override IDatabase OpenAnother() => _files.OpenAnother();

    /// <summary>Both have counted the same rows before either has written; on SQLite the second would wait before it counts.</summary>
    [Test]
    public async Task Of_two_that_count_before_they_write_the_second_counts_again(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        var other = OpenAnother();
        var bothHaveCounted = new Barrier(2);
        var runs = 0;

        await Task.WhenAll(Enumerable.Range(0, 2).Select(i => Task.Run(
            () => (i == 0 ? Database : other).WriteAsync(
                async (transaction, token) =>
                {
                    var count = await transaction.SingleAsync<int>("SELECT COUNT(*) FROM background_trouble", new { }, token);
                    if (Interlocked.Increment(ref runs) <= 2)
                    {
                        bothHaveCounted.SignalAndWait(token);
                    }

                    return await transaction.ExecuteAsync(
                        "INSERT INTO background_trouble (name, reason, failures, since, retry_at) VALUES (@name, '', @count, 0, 0)",
                        new { name = $"task {i}", count }, token);
                },
                cancellationToken), cancellationToken)));

        Assert.That(
            await Database.QueryAsync<int>("SELECT failures FROM background_trouble ORDER BY failures", new { }, cancellationToken), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(runs, Is.EqualTo(3));
    }

    /// <summary>On SQLite nobody could have deleted the row meanwhile.</summary>
    [Test]
    public async Task A_row_that_goes_away_after_it_was_looked_for_is_looked_for_again(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        var other = OpenAnother();
        const string Count = "SELECT COUNT(*) FROM associate";
        await Database.ExecuteAsync(
            """
            INSERT INTO associate (associate_id, login_name, login_key, full_name, full_name_key, email_address, user_type, is_administrator, created_at)
            VALUES (1, '', '', '', '', '', 1, FALSE, 0)
            """,
            new { }, cancellationToken);
        var runs = 0;

        var written = await Database.WriteAsync(
            async (transaction, token) =>
            {
                var isThere = await transaction.SingleAsync<int>(Count, new { }, token) > 0;
                if (++runs == 1)
                {
                    await other.ExecuteAsync("DELETE FROM associate", new { }, token);
                }

                return isThere
                    ? await transaction.ExecuteAsync("INSERT INTO folder_visit (associate_id, folder, uid_validity, uid_next, visited_at) VALUES (1, '', 1, 1, 1)", new { }, token)
                    : 0;
            },
            cancellationToken);

        Assert.That((written, runs), Is.EqualTo((0, 2)));
    }

    /// <summary>Each reads what the others write, so that beside one another hardly any of them would get through.</summary>
    [Test]
    public async Task Nobody_fails_however_much_writers_are_in_each_others_way(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);

        await Task.WhenAll(Enumerable.Range(1, 60).Select(i => Task.Run(
            () => Database.WriteAsync(
                async (transaction, token) =>
                {
                    var count = await transaction.SingleAsync<int>("SELECT COUNT(*) FROM background_trouble", new { }, token);
                    return await transaction.ExecuteAsync(
                        "INSERT INTO background_trouble (name, reason, failures, since, retry_at) VALUES (@name, '', @count, 0, 0)",
                        new { name = $"task {i}", count }, token);
                },
                cancellationToken), cancellationToken)));

        Assert.That(
            await Database.QueryAsync<int>("SELECT failures FROM background_trouble ORDER BY failures", new { }, cancellationToken),
            Is.EqualTo(Enumerable.Range(0, 60)));
    }

    [Test]
    public async Task Tables_and_columns_are_those_of_SQLite(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        using var sqlite = await TestDatabase.MigratedAsync(provider: StorageProvider.Sqlite);

        var here = await Database.QueryAsync<string>(
            "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'", new { }, cancellationToken);
        var there = await sqlite.Database.QueryAsync<string>(
            "SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite%'",
            new { }, cancellationToken);

        Assert.That(here, Is.EquivalentTo(there));
        Assert.That(here, Has.Count.GreaterThan(200));
    }

    /// <summary>A column that may be empty in one of them and not in the other would let through there what fails here.</summary>
    [Test]
    public async Task What_has_to_be_there_and_what_is_not_said_are_as_in_SQLite(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        using var sqlite = await TestDatabase.MigratedAsync(provider: StorageProvider.Sqlite);

        var here = await Database.QueryAsync<string>(
            """
            SELECT table_name || '.' || column_name || CASE is_nullable WHEN 'NO' THEN ' NOT NULL ' ELSE ' ' END
                || CASE REPLACE(COALESCE(column_default, ''), '::text', '') WHEN 'false' THEN '0' ELSE REPLACE(COALESCE(column_default, ''), '::text', '') END
            FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
            WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
            """,
            new { }, cancellationToken);
        var there = await sqlite.Database.QueryAsync<string>(
            """
            SELECT m.name || '.' || c.name || CASE WHEN c."notnull" OR c.pk THEN ' NOT NULL ' ELSE ' ' END || COALESCE(c.dflt_value, '')
            FROM sqlite_master m JOIN pragma_table_info(m.name, 'main') c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'
            """,
            new { }, cancellationToken);

        Assert.That(here, Is.EquivalentTo(there));
    }

    [Test]
    public void Its_migrations_have_the_numbers_of_those_of_SQLite()
    {
        var here = Migration.LoadFor("PostgreSql").Select(migration => migration.Version).ToArray();
        var there = Migration.LoadFor("Sqlite").Select(migration => migration.Version).ToArray();

        Assert.That(here, Is.EqualTo(there.Where(version => version >= here[0])).And.Not.Empty);
    }

    [Test]
    public async Task Text_is_sorted_by_its_octets_whatever_language_the_database_was_made_for(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        await Database.ExecuteAsync(
            "INSERT INTO background_trouble (name, reason, failures, since, retry_at) SELECT name, '', 0, 0, 0 FROM (VALUES ('b'), ('a'), ('B'), ('_'), ('é')) AS names (name)",
            new { }, cancellationToken);

        var languages = await Database.QueryAsync<string>("SELECT name FROM background_trouble ORDER BY name COLLATE \"default\"", new { }, cancellationToken);
        Assert.That(languages, Is.EqualTo(new[] { "_", "a", "b", "B", "é" }));
        Assert.That(
            await Database.QueryAsync<string>("SELECT name FROM background_trouble ORDER BY name", new { }, cancellationToken),
            Is.EqualTo(new[] { "B", "_", "a", "b", "é" }));
    }

    /// <summary>Mail holds everything.</summary>
    [Test]
    public async Task What_PostgreSQL_cannot_hold_in_a_text_is_replaced(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        const string Text = "a\0b\uD800c 😀";
        await Database.WriteAsync(
            async (transaction, token) =>
            {
                await transaction.ExecuteAsync("INSERT INTO key_proof (key_proof_id, secret) VALUES (1, @Text)", new { Text }, token);
                await using var prepared = new PreparedStatement(transaction, "UPDATE key_proof SET secret = secret || @text", "@text");
                return await prepared.ExecuteAsync(token, Text);
            },
            cancellationToken);

        Assert.That(
            await Database.FirstOrDefaultAsync<string>("SELECT secret FROM key_proof", new { }, cancellationToken), Is.EqualTo("a\uFFFDb\uFFFDc 😀a\uFFFDb\uFFFDc 😀"));
    }

    /// <summary>After the server was restarted, all connections that are kept are broken.</summary>
    [Test]
    public async Task Connections_that_broke_meanwhile_are_not_noticed(CancellationToken cancellationToken)
    {
        await Database.MigrateAsync(cancellationToken);
        await Database.QueryAsync<int>("SELECT 1", new { }, cancellationToken);
        await TerminateOthersAsync(cancellationToken);

        Assert.That(await Database.ExecuteAsync("DELETE FROM ticket", new { }, cancellationToken), Is.Zero);
        Assert.That(await Database.QueryAsync<int>("SELECT COUNT(*) FROM ticket", new { }, cancellationToken), Is.EqualTo(new[] { 0 }));
    }

    private async Task TerminateOthersAsync(CancellationToken cancellationToken) =>
        Assert.That(await PostgreSqlServer.EndSessionsAsync(_files.Options.ConnectionString, cancellationToken), Is.GreaterThan(0));
}
