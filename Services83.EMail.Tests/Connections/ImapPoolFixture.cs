using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;
using Services83.EMail.Connections;
using Services83.EMail.Connections.Egress;
using Services83.EMail.Connections.Pools;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Connections;

/// <summary>A pool of connections to a sandbox server with two users.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class ImapPoolFixture : IAsyncDisposable
{
    protected const int Anna = 11;

    private Func<ConnectionOptions, ImapPool> _newPool = null!;

    protected ManualTimeProvider Time { get; } = new();

    protected SandboxImapServer Server { get; private set; } = null!;

    protected ImapPool Pool { get; private set; } = null!;

    protected static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task StartAsync()
    {
        SandboxAccount[] accounts = [SandboxAccount.WithUsualFolders("anna", "right"), SandboxAccount.WithUsualFolders("bob", "other")];
        Server = await SandboxImapServer.StartAsync(new SandboxOptions { Accounts = accounts }, Deadline);
        var mail = new MailOptions { ConnectTimeoutSeconds = 5 };
        mail.PinnedCertificates[Server.Host] = Server.Certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256);
        var egress = new EgressPolicy(Options.Create(new EgressOptions { PrivateNetworks = ["127.0.0.0/8"], AllowedPorts = [Server.TlsPort] }));
        // A login that a caller names brings its own token.
        var lines = new MailLines(egress, new ServerLoginThrottle(Time, new LocalSignals()), tokens: null!, new LoginMetrics(TestMeter.New()), Options.Create(mail), TimeProvider.System);
        var connector = new ImapConnector(lines, Options.Create(mail), NullLogger<ImapClient>.Instance);
        _newPool = options => new ImapPool(connector, Options.Create(options), Options.Create(mail), Time, NullLogger<ImapPool>.Instance);
        Pool = _newPool(new ConnectionOptions());
    }

    public async ValueTask DisposeAsync()
    {
        await Pool.DisposeAsync();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Replaces the usual pool by one with these limits.</summary>
    protected async Task UsePoolAsync(ConnectionOptions options)
    {
        await Pool.DisposeAsync();
        Pool = _newPool(options);
    }

    protected ServerLogin Login(string user = "anna", string password = "right") =>
        new(new MailEndpoint(Server.Host, Server.TlsPort, MailSecurity.Tls), user, new Secret(password));

    protected async Task UseAsync(ServerLogin login, int associateId = Anna)
    {
        await using var lease = await Pool.RentAsync(associateId, login, Deadline);
        await lease.Client.StatusAsync("INBOX", Deadline);
    }
}
