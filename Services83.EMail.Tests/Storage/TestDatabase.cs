using Microsoft.AspNetCore.DataProtection;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Storage;

/// <summary>A database of its own, deleted after the test; of the product that <see cref="TestStorage"/> chooses unless one is named.</summary>
public sealed class TestDatabase : IDisposable
{
    private readonly List<IDatabase> _opened = [];

    public TestDatabase(TimeProvider? time = null, StorageProvider? provider = null, bool migrated = false)
    {
        Time = time ?? TimeProvider.System;
        Options = TestStorage.OptionsFor(Path.Combine(Path.GetTempPath(), "email-tests", Guid.NewGuid().ToString("N")), provider, migrated);
        Options.LockPatience = TimeSpan.FromSeconds(2);
        Database = OpenAnother();
    }

    public StorageOptions Options { get; }

    public TimeProvider Time { get; }

    public IDatabase Database { get; }

    /// <summary>Protects with keys that live as long as the test.</summary>
    public SecretProtector Protector => new(new EphemeralDataProtectionProvider(), Microsoft.Extensions.Options.Options.Create(Options));

    /// <summary>A second gate to the same data, as another process would have.</summary>
    public IDatabase OpenAnother()
    {
        var database = TestStorage.Open(Options, Time);
        _opened.Add(database);
        return database;
    }

    public static async Task<TestDatabase> MigratedAsync(TimeProvider? time = null, StorageProvider? provider = null)
    {
        var database = new TestDatabase(time, provider, migrated: true);
        await database.Database.MigrateAsync(CancellationToken.None);
        return database;
    }

    /// <summary>Adds an account without logins, for an associate of its own.</summary>
    public Task AddAccountAsync(int accountId) => Database.WriteAsync(
        async (transaction, token) =>
        {
            await transaction.ExecuteAsync(
                """
                INSERT INTO associate (associate_id, login_name, login_key, full_name, full_name_key, email_address, user_type, is_administrator, created_at)
                VALUES (@accountId, 'anna', 'anna', '', '', '', 1, FALSE, 0)
                """,
                new { accountId }, token);
            return await transaction.ExecuteAsync(
                """
                INSERT INTO account (account_id, associate_id, email_address, email_key, sync_interval, created_at)
                VALUES (@accountId, @accountId, '', '', 0, 0)
                """,
                new { accountId }, token);
        },
        CancellationToken.None);

    public void Dispose()
    {
        _opened.ForEach(database => ((IDisposable)database).Dispose());
        TestStorage.Delete(Options.DataFolder, Options.Provider);
    }
}
