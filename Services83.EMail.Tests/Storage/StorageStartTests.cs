using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Storage;

/// <summary>A data folder whose parts do not belong together is refused when it is opened, not when its first secret is needed.</summary>
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StorageStartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("services83-start-").FullName;

    private string DatabaseFile => Path.Combine(_folder, "email.db");

    private string KeyFolder => Path.Combine(_folder, "keys");

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_data_folder_starts_again_and_again()
    {
        await StartAsync();
        await StartAsync();
    }

    [Test]
    public async Task A_database_that_was_lost_is_not_made_anew_beside_its_keys([Values] bool emptied)
    {
        await StartAsync();
        File.Delete(DatabaseFile);
        if (emptied)
        {
            await File.WriteAllBytesAsync(DatabaseFile, [], Deadline);
        }

        var error = await Assert.ThrowsAsync<StorageException>(StartAsync);

        Assert.That(error!.Message, Does.Contain(DatabaseFile).And.Contain(KeyFolder).And.Contain("backup"));
    }

    [Test]
    public async Task Missing_or_foreign_keys_are_told_at_the_start()
    {
        await StartAsync();
        Directory.Delete(KeyFolder, recursive: true);

        var error = await Assert.ThrowsAsync<StorageException>(StartAsync);

        Assert.That(error!.Message, Does.Contain(KeyFolder).And.Contain("backup"));
    }

    [Test]
    public async Task In_a_folder_that_everybody_can_read_the_database_and_the_keys_are_for_their_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(_folder, Owner | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        await using var services = Build();
        await services.GetRequiredService<StorageStart>().RunAsync(Deadline);

        var files = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories);
        Assert.That(files, Has.Length.GreaterThan(1));
        foreach (var file in files)
        {
            Assert.That(File.GetUnixFileMode(file) & ~Owner, Is.EqualTo(UnixFileMode.None), file);
        }
    }

    [Test]
    public async Task The_password_of_a_deleted_account_is_in_no_file_any_more()
    {
        await using var services = Build();
        await services.GetRequiredService<StorageStart>().RunAsync(Deadline);
        var database = services.GetRequiredService<IDatabase>();
        var accounts = services.GetRequiredService<AccountStore>();
        await database.ExecuteAsync(
            "INSERT INTO associate (associate_id, login_name, login_key, full_name, full_name_key, email_address, user_type, is_administrator, created_at) VALUES (1, 'a', 'A', '', '', '', 1, FALSE, 0)", new { }, Deadline);
        var login = new LoginDraft(new MailEndpoint("mail.example.com", 993, MailSecurity.Tls), "", "anna", new Secret("secret"));
        var id = await accounts.AddAsync(new AccountDraft { AssociateId = 1, EmailAddress = "anna@example.com", Incoming = login }, Deadline);
        var stored = await database.FirstOrDefaultAsync<string>("SELECT secret FROM service_auth", new { }, Deadline);
        Assert.That(Files(), Has.Some.Contains(stored));

        await accounts.DeleteAsync(id, Deadline);

        Assert.That(Files(), Has.None.Contains(stored));
    }

    private IEnumerable<string> Files()
    {
        foreach (var file in Directory.EnumerateFiles(_folder))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            yield return reader.ReadToEnd();
        }
    }

    private async Task StartAsync()
    {
        await using var services = Build();
        await services.GetRequiredService<StorageStart>().RunAsync(Deadline);
    }

    private ServiceProvider Build()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Storage:DataFolder", _folder)]).Build();
        return new ServiceCollection().AddLogging().AddStorage(settings).BuildServiceProvider();
    }
}
