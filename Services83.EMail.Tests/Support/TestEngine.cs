using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Services83.EMail.Connections;
using Services83.EMail.Hosting;
using Services83.EMail.Identity;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Storage;
using Services83.EMail.Sync;
using Services83.EMail.Sync.Queue;
using Services83.EMail.Sync.Run;

namespace Services83.EMail.Tests.Support;

/// <summary>The program's own services, without its doors, on a data folder of their own that goes away with the test.</summary>
public sealed class TestEngine : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly bool _ownsFolder;

    private TestEngine(IHost host, string folder, bool ownsFolder, TestLog log) =>
        (_host, DataFolder, _ownsFolder, Log) = (host, folder, ownsFolder, log);

    public string DataFolder { get; }

    /// <summary>Every line that the engine logged, down to the protocol trace.</summary>
    public TestLog Log { get; }

    public IServiceProvider Services => _host.Services;

    public IDatabase Database => Get<IDatabase>();

    public static Task<TestEngine> StartAsync(SandboxImapServer server, params (string Key, string Value)[] settings) =>
        StartAsync(server.Host, server.TlsPort, server.Certificate, settings);

    /// <summary>Starts with a clock of the test's own for how long mail servers are waited for.</summary>
    public static Task<TestEngine> StartAsync(SandboxImapServer server, TimeProvider patience, params (string Key, string Value)[] settings) =>
        StartAsync(
            server.Host, server.TlsPort, server.Certificate, settings,
            services => services.AddSingleton(provider => ActivatorUtilities.CreateInstance<MailLines>(provider, patience)));

    /// <summary>Starts on a data folder that an engine before has left, and that stays when this one stops.</summary>
    /// <param name="replace">Puts other services in the place of the program's own.</param>
    public static Task<TestEngine> StartOnAsync(
        string dataFolder, SandboxImapServer server, Action<IServiceCollection>? replace = null, params (string Key, string Value)[] settings) =>
        StartAsync(
            dataFolder,
            [
                .. SettingsFor(dataFolder, server.Host, server.TlsPort, server.Certificate),
                .. settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)),
            ],
            replace,
            ownsFolder: false);

    /// <param name="host">Mail host that may be connected to.</param>
    /// <param name="port">Its IMAP port with TLS.</param>
    /// <param name="certificate">The certificate that is expected from it.</param>
    /// <param name="settings">Further settings.</param>
    public static Task<TestEngine> StartAsync(
        string host, int port, X509Certificate2 certificate, params (string Key, string Value)[] settings) =>
        StartAsync(host, port, certificate, settings, replace: null);

    /// <summary>As <see cref="StartAsync(string, int, X509Certificate2, ValueTuple{string, string}[])"/>, on a data folder that stays.</summary>
    public static Task<TestEngine> StartOnAsync(
        string dataFolder, string host, int port, X509Certificate2 certificate, Action<IServiceCollection>? replace = null) =>
        StartAsync(dataFolder, SettingsFor(dataFolder, host, port, certificate), replace, ownsFolder: false);

    private static async Task<TestEngine> StartAsync(
        string host, int port, X509Certificate2 certificate, (string Key, string Value)[] settings, Action<IServiceCollection>? replace)
    {
        var folder = Directory.CreateTempSubdirectory("services83-test-").FullName;
        TestStorage.Prepare(folder);
        var all = SettingsFor(folder, host, port, certificate)
            .Concat(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .GroupBy(setting => setting.Key, setting => setting.Value);
        return await StartAsync(folder, all.Select(setting => KeyValuePair.Create(setting.Key, setting.Last())), replace, ownsFolder: true);
    }

    private static async Task<TestEngine> StartAsync(
        string folder, IEnumerable<KeyValuePair<string, string?>> settings, Action<IServiceCollection>? replace, bool ownsFolder)
    {
        var log = new TestLog();
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace));
        builder.Services.AddEngine(builder.Configuration);
        builder.Services.AddSyncRunner(builder.Configuration, isShared: false);
        builder.Services.AddWatchedDatabase();
        replace?.Invoke(builder.Services);
        var built = builder.Build();
        await built.Services.GetRequiredService<IDatabase>().MigrateAsync(CancellationToken.None);
        await built.StartAsync();
        return new TestEngine(built, folder, ownsFolder, log);
    }

    /// <summary>What lets a program started with these settings reach a mail server of the test.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> SettingsFor(
        string dataFolder, string host, int port, X509Certificate2 certificate) =>
    [
        .. TestStorage.SettingsFor(dataFolder),
        new($"Mail:PinnedCertificates:{host}", certificate.GetCertHashString(HashAlgorithmName.SHA256)),
        new("Mail:Egress:PrivateNetworks:0", "127.0.0.0/8"),
        // Many tests count sessions, or change a mailbox's password between two syncs.
        new("Sync:KeepConnectionSeconds", "0"),
        new("Mail:Egress:AllowedPorts:0", port.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>Completes when it is so, now or after a write of the engine.</summary>
    public Task UntilAsync(Func<Task<bool>> isSo, CancellationToken cancellationToken) => Services.UntilAsync(isSo, cancellationToken);

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Adds an associate without a password.</summary>
    public async Task<int> AddAssociateAsync(string loginName) =>
        (await Get<AssociateStore>().AddAsync(new StoredAssociate { LoginName = loginName, FullName = loginName }, null, CancellationToken.None))
        .AssociateId;

    /// <summary>Adds an account of an associate of its own.</summary>
    public async Task<int> AddAccountAsync(string host, int tlsPort, string user, string password, int? associateId = null) =>
        await Get<AccountStore>().AddAsync(
            new AccountDraft
            {
                AssociateId = associateId ?? await AddAssociateAsync($"owner of {user} {Guid.NewGuid():N}"),
                EmailAddress = $"{user}@test.example",
                Incoming = new LoginDraft(new MailEndpoint(host, tlsPort, MailSecurity.Tls), "", user, new Secret(password)),
            },
            CancellationToken.None);

    public Task<int> AddAccountAsync(SandboxImapServer server, SandboxAccount mailbox, int? associateId = null) =>
        AddAccountAsync(server.Host, server.TlsPort, mailbox.User, mailbox.Password, associateId);

    public Task<SyncOutcome> SyncAsync(int accountId, CancellationToken cancellationToken) =>
        Get<SyncDispatcher>().RunAsync(accountId, cancellationToken);

    /// <summary>Ends its background work, so that another engine can do it. Its services can still be used.</summary>
    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        if (_ownsFolder)
        {
            TestStorage.Delete(DataFolder);
        }
    }
}
