using System.Globalization;
using Services83.EMail.Hosting;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Sync;
using Services83.EMail.Sync.Queue;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Benchmarks.Sync;

/// <summary>The sync engine with one account, on a database of its own.</summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly string _folder;

    private EngineUnderTest(IHost host, string folder) => (_host, _folder) = (host, folder);

    public static async Task<EngineUnderTest> StartAsync(DovecotServer server, string user)
    {
        var folder = Directory.CreateTempSubdirectory("services83-benchmark-").FullName;
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(
        [
            new("Storage:DataFolder", folder),
            new($"Mail:PinnedCertificates:{server.Host}", server.CertificateFingerprint),
            new("Mail:Egress:PrivateNetworks:0", "127.0.0.0/8"),
            new("Mail:Egress:AllowedPorts:0", server.ImapsPort.ToString(CultureInfo.InvariantCulture)),
        ]);
        builder.Services.AddEngine(builder.Configuration);
        builder.Services.AddSyncRunner(builder.Configuration, isShared: false);
        var host = builder.Build();
        await host.Services.GetRequiredService<IDatabase>().MigrateAsync(CancellationToken.None);
        await host.StartAsync();
        var engine = new EngineUnderTest(host, folder);
        await engine.AddAccountAsync(server, user);
        return engine;
    }

    /// <summary>Syncs to the end; returns the number of new messages.</summary>
    public async Task<int> SyncAsync()
    {
        var outcome = await _host.Services.GetRequiredService<SyncDispatcher>().RunAsync(1, CancellationToken.None);
        return outcome.Error is null ? outcome.NewMessages : throw outcome.Error;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AddAccountAsync(DovecotServer server, string user)
    {
        var owner = await _host.Services.GetRequiredService<AssociateStore>().AddAsync(
            new StoredAssociate { LoginName = user, FullName = user }, null, CancellationToken.None);
        await _host.Services.GetRequiredService<AccountStore>().AddAsync(
            new AccountDraft
            {
                AccountId = 1,
                AssociateId = owner.AssociateId,
                EmailAddress = $"{user}@test.example",
                Incoming = new LoginDraft(
                    new MailEndpoint(server.Host, server.ImapsPort, MailSecurity.Tls), "", user, new Secret(DovecotServer.Password(user))),
            },
            CancellationToken.None);
    }
}
