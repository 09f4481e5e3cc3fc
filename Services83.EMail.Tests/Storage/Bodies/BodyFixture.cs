using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Sqlite;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Storage.Bodies;

/// <summary>An SQLite database whose long bodies are in the file beside it.</summary>
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class BodyFixture : IDisposable
{
    /// <summary>Enough to be worth the file.</summary>
    protected const int Long = 200_000;

    protected static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    protected IDatabase Database => Files.Database;

    // Its clock stands still: writes that wait for each other share a commit however slow the machine is.
    private protected TestDatabase Files { get; } = new(new ManualTimeProvider(), provider: StorageProvider.Sqlite, migrated: true);

    private protected StorageOptions Options => Files.Options;

    public void Dispose()
    {
        Files.Dispose();
        GC.SuppressFinalize(this);
    }

    [SetUp]
    public Task MigrateAsync() => Database.MigrateAsync(Deadline);

    /// <summary>Bytes that occur nowhere else.</summary>
    private protected static byte[] Bytes(int seed, int length = Long)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private protected static Task<int> SaveAsync(DbTransaction transaction, byte[] raw, CancellationToken cancellationToken) =>
        ContentWriter.SaveAsync(transaction, new MessageContent(new MessageHeader(), raw, raw.Length, Complete: true), cancellationToken);

    private protected static Task<int> SaveAsync(IDatabase database, byte[] raw) =>
        database.WriteAsync((transaction, token) => SaveAsync(transaction, raw, token), Deadline);

    private protected Task<int> SaveAsync(byte[] raw) => SaveAsync(Database, raw);

    private protected Task DropAsync(params int[] ids) => Database.WriteAsync(
        async (transaction, token) =>
        {
            await ContentWriter.DropUnusedAsync(transaction, ids, token);
            return true;
        },
        Deadline);

    private protected static Task<byte[]> ReadAsync(IDatabase database, int id) => new MessageReader(database).RawAsync(id, Deadline);

    private protected Task<byte[]> ReadAsync(int id) => ReadAsync(Database, id);

    /// <summary>The ids of the bodies in the file.</summary>
    private protected List<int> InFile()
    {
        using var file = new SqliteConnection($"Data Source={Options.BodiesFile};Pooling=False");
        return file.Query<int>("SELECT content_id FROM body ORDER BY content_id").AsList();
    }

    /// <summary>Whether some bytes from the middle of a body are in a file.</summary>
    private protected static bool Holds(string file, byte[] body) =>
        File.Exists(file) && File.ReadAllBytes(file).AsSpan().IndexOf(body.AsSpan(body.Length / 2, 64)) >= 0;

    /// <summary>Has everything in the database file.</summary>
    private protected Task CheckpointAsync() => Database.EraseDeletedAsync(Deadline);

    private protected static string PathOfBodies(string database) => BodyFile.PathOf(database);
}
