using Microsoft.AspNetCore.DataProtection;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sqlite;

namespace Services83.EMail.Tests.Storage;

/// <summary>An SQLite database in a folder of its own, deleted after the test.</summary>
public sealed class TestDatabase : IDisposable
{
    private readonly List<SqliteDatabase> _opened = [];

    public TestDatabase(TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        Options = new StorageOptions
        {
            DataFolder = Path.Combine(Path.GetTempPath(), "email-tests", Guid.NewGuid().ToString("N")),
            LockPatience = TimeSpan.FromSeconds(2),
        };
        Database = OpenAnother();
    }

    public StorageOptions Options { get; }

    public TimeProvider Time { get; }

    public IDatabase Database { get; }

    /// <summary>Protects with keys that live as long as the test.</summary>
    public SecretProtector Protector => new(new EphemeralDataProtectionProvider(), Microsoft.Extensions.Options.Options.Create(Options));

    /// <summary>A second gate on the same file, as another process would have.</summary>
    public SqliteDatabase OpenAnother()
    {
        var database = new SqliteDatabase(Microsoft.Extensions.Options.Options.Create(Options), Time);
        _opened.Add(database);
        return database;
    }

    public static async Task<TestDatabase> MigratedAsync(TimeProvider? time = null)
    {
        var database = new TestDatabase(time);
        await database.Database.MigrateAsync(CancellationToken.None);
        return database;
    }

    public void Dispose()
    {
        _opened.ForEach(database => database.Dispose());
        if (Directory.Exists(Options.DataFolder))
        {
            Directory.Delete(Options.DataFolder, recursive: true);
        }
    }
}
