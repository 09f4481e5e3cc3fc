using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Storage;

/// <summary>With PostgreSQL, the encryption keys are in the database, or in a folder that the operator names.</summary>
[Category(Tier.Servers)]
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KeysInDatabaseTests : IDisposable
{
    private const string Names = "SELECT name FROM data_protection_key ORDER BY name";

    private readonly TestDatabase _files = new(provider: StorageProvider.PostgreSql);
    private readonly TestLog _log = new();

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    private string KeyFolder => Path.Combine(_files.Options.DataFolder, "keys");

    public void Dispose()
    {
        _log.Dispose();
        _files.Dispose();
    }

    [Test]
    public async Task They_are_rows_and_no_files_and_another_node_with_another_data_folder_decrypts_with_them()
    {
        var secret = await ProtectAsync();

        await using var other = Build(dataFolder: Path.Combine(_files.Options.DataFolder, "other"));
        await StartAsync(other);

        Assert.That(Decrypt(other, secret), Is.EqualTo("geheim"));
        Assert.That(await NamesAsync(), Has.Count.EqualTo(1).And.Some.StartsWith("key-"));
        Assert.That(Directory.Exists(KeyFolder), Is.False);
    }

    [Test]
    public async Task Nodes_that_start_at_once_have_one_key_and_decrypt_what_any_of_them_encrypts()
    {
        await using var first = Build();
        await using var second = Build();
        await using var third = Build();
        ServiceProvider[] nodes = [first, second, third];

        await Task.WhenAll(nodes.Select(node => Task.Run(() => StartAsync(node), Deadline)));

        var secrets = nodes.Select(node => node.GetRequiredService<SecretProtector>().Protect("test", "geheim")).ToArray();
        Assert.That(nodes.SelectMany(node => secrets.Select(secret => Decrypt(node, secret))), Is.All.EqualTo("geheim"));
        Assert.That(await NamesAsync(), Has.Count.EqualTo(1));
    }

    /// <summary>What the lock of the start prevents; a node that has just started reads the keys again if it does not know one.</summary>
    [Test]
    public async Task Two_keys_of_nodes_that_created_them_at_once_decrypt_on_both()
    {
        await _files.Database.MigrateAsync(Deadline);
        await using var first = Build();
        await using var second = Build();
        var bothHaveLooked = new Barrier(2);
        foreach (var node in new[] { first, second })
        {
            var keys = node.GetRequiredService<Microsoft.Extensions.Options.IOptions<KeyManagementOptions>>().Value;
            keys.XmlRepository = new SlowKeys(keys.XmlRepository!, bothHaveLooked, Deadline);
        }

        var secrets = await Task.WhenAll(new[] { first, second }.Select(node => Task.Run(() => node.GetRequiredService<SecretProtector>().Protect("test", "geheim"), Deadline)));

        Assert.That(await NamesAsync(), Has.Count.EqualTo(2));
        Assert.That((Decrypt(first, secrets[1]), Decrypt(second, secrets[0])), Is.EqualTo(("geheim", "geheim")));
    }

    [Test]
    public async Task Keys_that_were_in_the_folder_are_taken_over_once_and_stay_there()
    {
        var secret = await ProtectAsync(keyFolder: KeyFolder);
        var files = Directory.GetFiles(KeyFolder);
        Assert.That(await NamesAsync(), Is.Empty);

        await using (var now = Build())
        await using (var beside = Build())
        {
            await Task.WhenAll(StartAsync(now), StartAsync(beside));
            Assert.That((Decrypt(now, secret), Decrypt(beside, secret)), Is.EqualTo(("geheim", "geheim")));
        }

        await using var elsewhere = Build(dataFolder: Path.Combine(_files.Options.DataFolder, "other"));
        await StartAsync(elsewhere);
        Assert.That(Decrypt(elsewhere, secret), Is.EqualTo("geheim"));
        Assert.That(await NamesAsync(), Is.EqualTo(files.Select(Path.GetFileNameWithoutExtension)));
        Assert.That(Directory.GetFiles(KeyFolder), Is.EqualTo(files));
        Assert.That(_log.Lines.Count(line => line.Contains("encryption keys of the folder", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task Keys_of_another_database_are_not_taken_over()
    {
        await ProtectAsync(keyFolder: KeyFolder);
        foreach (var file in Directory.GetFiles(KeyFolder))
        {
            File.Delete(file);
        }

        new FileSystemXmlRepository(new DirectoryInfo(KeyFolder), LoggerFactory.Create(_ => { })).StoreElement(new XElement("key"), "key-1");
        await using var node = Build();

        var error = await Assert.CatchAsync<StorageException>(() => StartAsync(node));

        Assert.That(error.Message, Does.Contain(KeyFolder).And.Contain("backup"));
        Assert.That(await NamesAsync(), Is.Empty);
    }

    [Test]
    public async Task Without_any_key_a_database_that_had_some_is_refused_and_none_is_created([Values] bool inFolder)
    {
        var folder = inFolder ? KeyFolder : "";
        await ProtectAsync(folder);
        await _files.Database.ExecuteAsync("DELETE FROM data_protection_key", new { }, Deadline);
        if (inFolder)
        {
            Directory.Delete(KeyFolder, recursive: true);
        }

        await using var node = Build(folder);
        var error = await Assert.CatchAsync<StorageException>(() => StartAsync(node));

        Assert.That(error.Message, Does.Contain(inFolder ? KeyFolder : "the table data_protection_key").And.Contain("backup"));
        Assert.That(await NamesAsync(), Is.Empty);
        Assert.That(KeyProof.FilesIn(KeyFolder), Is.Empty);
    }

    [Test]
    public async Task With_a_folder_of_keys_the_database_holds_none()
    {
        var secret = await ProtectAsync(keyFolder: Path.Combine(_files.Options.DataFolder, "for all nodes"));

        await using var other = Build(Path.Combine(_files.Options.DataFolder, "for all nodes"), Path.Combine(_files.Options.DataFolder, "other"));
        await StartAsync(other);

        Assert.That(Decrypt(other, secret), Is.EqualTo("geheim"));
        Assert.That(await NamesAsync(), Is.Empty);
        Assert.That(Directory.Exists(KeyFolder), Is.False);
    }

    [Test]
    public async Task An_unfinished_move_is_refused()
    {
        await _files.Database.MigrateAsync(Deadline);
        await _files.Database.ExecuteAsync("INSERT INTO data_move (data_move_id, source, started_at) VALUES (1, '', 0)", new { }, Deadline);
        await using var node = Build();

        var error = await Assert.CatchAsync<StorageException>(() => StartAsync(node));

        Assert.That(error.Message, Does.Contain("1970-01-01 00:00:00").And.Contain("migrate-data"));
        Assert.That(await KeyProof.ReadAsync(_files.Database, Deadline), Is.Null);
    }

    /// <summary>That the server is down does not mean that the keys are lost.</summary>
    [Test]
    public void A_database_that_cannot_be_reached_is_said_to_be_that()
    {
        var options = Microsoft.Extensions.Options.Options.Create(new StorageOptions
        {
            Provider = StorageProvider.PostgreSql, ConnectionString = "Host=127.0.0.1;Port=1;Database=email;Username=email;Password=very-secret",
        });
        var services = new ServiceCollection().AddLogging().AddStorage(new ConfigurationBuilder().Build()).AddSingleton(options).BuildServiceProvider();
        var protector = services.GetRequiredService<SecretProtector>();

        var error = Assert.Catch<StorageException>(() => protector.Protect("test", "geheim"));

        Assert.That(error.Message, Does.Contain("cannot be reached").And.Not.Contain("very-secret"));
        Assert.That(error.IsTransient, Is.True);
    }

    private async Task<string> ProtectAsync(string keyFolder = "")
    {
        await using var services = Build(keyFolder);
        await StartAsync(services);
        return services.GetRequiredService<SecretProtector>().Protect("test", "geheim");
    }

    private static Task StartAsync(ServiceProvider services) => services.GetRequiredService<StorageStart>().RunAsync(Deadline);

    private static string Decrypt(ServiceProvider services, string secret) => services.GetRequiredService<SecretProtector>().Unprotect("test", secret);

    private Task<IReadOnlyList<string>> NamesAsync() => _files.Database.QueryAsync<string>(Names, new { }, Deadline);

    private ServiceProvider Build(string keyFolder = "", string? dataFolder = null)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Storage:Provider", "PostgreSql"), new("Storage:ConnectionString", _files.Options.ConnectionString),
            new("Storage:DataFolder", dataFolder ?? _files.Options.DataFolder), new("Storage:KeyFolder", keyFolder),
        ]).Build();
        return new ServiceCollection().AddLogging(logging => logging.AddProvider(_log)).AddStorage(settings).BuildServiceProvider();
    }

    /// <summary>Both nodes see that there are no keys before either stores one.</summary>
    private sealed class SlowKeys(IXmlRepository inner, Barrier barrier, CancellationToken cancellationToken) : IXmlRepository
    {
        private bool _looked;

        public IReadOnlyCollection<XElement> GetAllElements()
        {
            var found = inner.GetAllElements();
            if (!_looked)
            {
                _looked = true;
                barrier.SignalAndWait(cancellationToken);
            }

            return found;
        }

        public void StoreElement(XElement element, string friendlyName) => inner.StoreElement(element, friendlyName);
    }
}
