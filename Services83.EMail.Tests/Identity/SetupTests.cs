using System.Runtime.Versioning;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Services83.EMail.AddressBook;
using Services83.EMail.Identity;
using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Identity;

/// <summary>The services as the program composes them, on a data folder that outlives one start.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SetupTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "email-tests", Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task A_ticket_and_a_secret_outlive_a_restart(CancellationToken cancellationToken)
    {
        string ticket;
        string secret;
        await using (var first = Start())
        {
            await first.GetRequiredService<IDatabase>().MigrateAsync(cancellationToken);
            await first.GetRequiredService<AssociateStore>().AddAsync(new StoredAssociate { LoginName = "SAL0" }, "SAL0", cancellationToken);
            secret = first.GetRequiredService<SecretProtector>().Protect("test", "geheim");
            await using var scope = first.CreateAsyncScope();
            var reply = await scope.ServiceProvider.GetRequiredService<ISoPrincipal>().AuthenticateUsernamePasswordAsync("SAL0", "SAL0");
            ticket = reply.Credentials!.Ticket!;
        }

        await using var second = Start();
        await second.GetRequiredService<IDatabase>().MigrateAsync(cancellationToken);
        var caller = await second.GetRequiredService<Authenticator>().AuthenticateTicketAsync(ticket, null, cancellationToken);
        Assert.That(caller.LoginName, Is.EqualTo("SAL0"));
        Assert.That(second.GetRequiredService<SecretProtector>().Unprotect("test", secret), Is.EqualTo("geheim"));
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public async Task Nobody_else_on_the_machine_reads_the_data_folder()
    {
        await using var services = Start();
        await services.GetRequiredService<IDatabase>().MigrateAsync(CancellationToken.None);
        services.GetRequiredService<SecretProtector>().Protect("test", "geheim");

        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.That(File.GetUnixFileMode(_folder), Is.EqualTo(owner));
        Assert.That(File.GetUnixFileMode(Path.Combine(_folder, "keys")), Is.EqualTo(owner));
    }

    [TestCase("Storage:DataFolder", "")]
    [TestCase("Storage:LockPatience", "00:00:00")]
    [TestCase("Identity:Deployment", "7")]
    [TestCase("Identity:TrustedProxies:0", "proxy.example")]
    public async Task A_wrong_setting_is_named_at_start(string key, string value)
    {
        await using var services = Start((key, value));

        var error = Assert.Catch<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.That(error.Message, Does.Contain(key.Replace(":0", "", StringComparison.Ordinal)));
    }

    private ServiceProvider Start(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Storage:DataFolder"] = _folder };
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return new ServiceCollection()
            .AddLogging()
            .AddStorage(configuration)
            .AddCallers(configuration)
            .AddIdentity()
            .AddAddressBook()
            .BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }
}
