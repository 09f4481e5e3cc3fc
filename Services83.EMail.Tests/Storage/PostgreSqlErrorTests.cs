using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.PostgreSql;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Storage;

/// <summary>Errors of PostgreSQL say what to do, and neither the password nor what was to be stored.</summary>
[Category(Tier.Servers)]
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PostgreSqlErrorTests : IDisposable
{
    private readonly TestDatabase _files = new(provider: StorageProvider.PostgreSql, migrated: true);

    public void Dispose() => _files.Dispose();

    [Test]
    public async Task A_server_that_is_away_is_a_transient_error_without_the_password(CancellationToken cancellationToken)
    {
        var port = LocalProgram.FreePorts(1)[0];
        using var away = Open($"Host=127.0.0.1;Port={port};Database=email;Username=email;Password=very-secret");

        var error = await Assert.CatchAsync<StorageException>(() => away.MigrateAsync(cancellationToken));

        Assert.That(error.IsTransient, Is.True);
        Assert.That($"{error}", Does.Contain("email on 127.0.0.1").And.Contain("Storage:ConnectionString").And.Not.Contain("very-secret"));
    }

    [Test]
    public async Task A_refused_login_is_told_without_the_password(CancellationToken cancellationToken)
    {
        using var refused = Open(new NpgsqlConnectionStringBuilder(_files.Options.ConnectionString) { Password = "very-secret" }.ConnectionString);

        var error = await Assert.CatchAsync<StorageException>(() => refused.MigrateAsync(cancellationToken));

        Assert.That(error.IsTransient, Is.False);
        Assert.That($"{error}", Does.Contain("refused the login").And.Not.Contain("very-secret"));
    }

    [Test]
    public async Task What_was_to_be_stored_is_not_in_errors(CancellationToken cancellationToken)
    {
        const string Insert = "INSERT INTO background_trouble (name, reason, failures, since, retry_at) VALUES ('very-secret', '', 0, 0, 0)";
        await _files.Database.ExecuteAsync(Insert, new { }, cancellationToken);

        var error = await Assert.CatchAsync<StorageException>(() => _files.Database.ExecuteAsync(Insert, new { }, cancellationToken));

        Assert.That($"{error}", Does.Contain("breaks the rule background_trouble_pkey").And.Not.Contain("very-secret"));
    }

    [Test]
    public async Task A_lock_that_somebody_holds_for_long_is_a_transient_error(CancellationToken cancellationToken)
    {
        await using var stranger = new NpgsqlConnection(_files.Options.ConnectionString);
        await stranger.OpenAsync(cancellationToken);
        await using var held = await stranger.BeginTransactionAsync(cancellationToken);
        await stranger.ExecuteAsync("LOCK TABLE ticket");

        var error = await Assert.CatchAsync<StorageException>(() => _files.Database.ExecuteAsync("DELETE FROM ticket", new { }, cancellationToken));

        Assert.That(error.IsTransient, Is.True);
        Assert.That(error.Message, Does.Contain("locked").And.Contain("Storage:LockPatience"));
    }

    [TestCase("", "at least the Host and the Database")]
    [TestCase("Host=db", "at least the Host and the Database")]
    [TestCase("Host=db;Database=email;Prot=very-secret", "cannot be read")]
    [TestCase("very-secret", "cannot be read")]
    public void A_connection_string_that_is_none_is_refused_and_not_repeated(string given, string expected)
    {
        var result = new PostgreSqlSettings().Validate(null, new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = given });

        Assert.That(result.FailureMessage, Does.Contain(expected).And.Contain("Storage:ConnectionString").And.Not.Contain("very-secret"));
    }

    private static PostgreSqlDatabase Open(string connectionString) => new(
        Options.Create(new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = connectionString }), TimeProvider.System);
}
