using NUnit.Framework;
using Services83.EMail.Hosting;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Storage;

[Category(Tier.Servers)]
[CancelAfter(60_000)]
public sealed class PostgreSqlStartTests
{
    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    /// <summary>Of an emptied database, or of another one than the keys belong to, the stored passwords would be lost in silence.</summary>
    [Test]
    public async Task An_empty_database_beside_keys_is_refused()
    {
        using var empty = new TestDatabase(provider: StorageProvider.PostgreSql);
        var keys = Directory.CreateDirectory(empty.Options.KeyFolderPath);
        await File.WriteAllTextAsync(Path.Combine(keys.FullName, "key-1.xml"), "<key/>", Deadline);

        var error = await Assert.CatchAsync<StorageException>(() => Server.StartAsync(
            [
                "--urls=http://127.0.0.1:0", $"--Storage:DataFolder={empty.Options.DataFolder}", "--Storage:Provider=PostgreSql",
                $"--Storage:ConnectionString={empty.Options.ConnectionString}",
            ],
            Deadline));

        Assert.That(error.Message, Does.Contain("is missing or empty").And.Contain(keys.FullName));
    }
}
