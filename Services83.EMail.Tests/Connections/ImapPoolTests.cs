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

[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ImapPoolTests : IAsyncDisposable
{
    private const int Anna = 11;

    private readonly ManualTimeProvider _time = new();
    private readonly ConnectionOptions _options = new();
    private SandboxImapServer _server = null!;
    private Func<ConnectionOptions, ImapPool> _newPool = null!;
    private ImapPool _pool = null!;

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task StartAsync()
    {
        SandboxAccount[] accounts = [SandboxAccount.WithUsualFolders("anna", "right"), SandboxAccount.WithUsualFolders("bob", "other")];
        _server = await SandboxImapServer.StartAsync(new SandboxOptions { Accounts = accounts }, Deadline);
        var mail = new MailOptions { ConnectTimeoutSeconds = 5 };
        mail.PinnedCertificates[_server.Host] = _server.Certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256);
        var egress = new EgressPolicy(Options.Create(new EgressOptions { PrivateNetworks = ["127.0.0.0/8"], AllowedPorts = [_server.TlsPort] }));
        var lines = new MailLines(egress, new ServerLoginThrottle(_time), Options.Create(mail), TimeProvider.System);
        var connector = new ImapConnector(lines, Options.Create(mail), NullLogger<ImapClient>.Instance);
        _newPool = options => new ImapPool(connector, Options.Create(options), Options.Create(mail), _time, NullLogger<ImapPool>.Instance);
        _pool = _newPool(_options);
    }

    public async ValueTask DisposeAsync()
    {
        await _pool.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Twenty_calls_in_a_row_log_in_once()
    {
        for (var i = 0; i < 20; i++)
        {
            await UseAsync(Login());
        }

        Assert.That(_server.Log.ConnectionsOpened, Is.EqualTo(1));
    }

    [Test]
    public async Task No_mailbox_is_open_when_a_connection_comes_from_another_call()
    {
        await using (var lease = await _pool.RentAsync(Anna, Login(), Deadline))
        {
            await lease.Client.SelectAsync("Sent", known: null, Deadline);
        }

        await using var next = await _pool.RentAsync(Anna, Login(), Deadline);

        Assert.That(next.Client.Selected, Is.Null);
        Assert.That(_server.Log.ConnectionsOpened, Is.EqualTo(1));
    }

    [Test]
    public async Task A_wrong_password_gets_nobodys_connection_and_spoils_none()
    {
        await UseAsync(Login());

        await Assert.ThrowsAsync<ImapAuthenticationException>(() => UseAsync(Login(password: "wrong")));
        await Assert.ThrowsAsync<ImapAuthenticationException>(() => UseAsync(Login(user: "bob")));
        await UseAsync(Login());

        Assert.That(_server.Log.ConnectionsOpened, Is.EqualTo(3), "the two wrong ones, and the right one once");
    }

    [Test]
    public async Task A_real_login_is_not_answered_from_the_pool()
    {
        await UseAsync(Login());
        _server.Faults.RefuseLogin("anna");

        await Assert.ThrowsAsync<ImapAuthenticationException>(async () => await (await _pool.LogInAsync(Anna, Login(), Deadline)).DisposeAsync());
    }

    [Test]
    public async Task A_connection_that_the_server_closed_is_replaced_once()
    {
        await UseAsync(Login());
        _server.Faults.On("NOOP").DropLine();

        await UseAsync(Login());

        Assert.That(_server.Log.ConnectionsOpened, Is.EqualTo(2));
    }

    [Test]
    public async Task A_connection_that_broke_in_use_is_not_kept()
    {
        await using (var lease = await _pool.RentAsync(Anna, Login(), Deadline))
        {
            _server.Faults.On("NOOP").DropLine();
            await Assert.ThrowsAsync<ImapConnectionException>(() => lease.Client.NoopAsync(Deadline));
        }

        await UseAsync(Login());

        Assert.That(_server.Log.ConnectionsOpened, Is.EqualTo(2));
    }

    [Test]
    public async Task An_idle_connection_says_goodbye_in_time()
    {
        await UseAsync(Login());

        _time.Advance(TimeSpan.FromSeconds(_options.IdleSeconds - 1));
        Assert.That(_server.Log.Count("LOGOUT"), Is.Zero);
        _time.Advance(TimeSpan.FromSeconds(1));

        await _server.Log.WaitForAsync("LOGOUT", 1, Deadline);
    }

    [Test]
    public async Task A_connection_grows_no_older_than_its_limit_however_busy()
    {
        for (var age = TimeSpan.Zero; age <= ImapPool.MaxAge; age += TimeSpan.FromSeconds(30))
        {
            await UseAsync(Login());
            _time.Advance(TimeSpan.FromSeconds(30));
        }

        await UseAsync(Login());

        Assert.That(_server.Log.ConnectionsOpened, Is.EqualTo(2));
    }

    [Test]
    public async Task The_end_of_the_pool_says_goodbye_on_every_connection()
    {
        await Task.WhenAll(UseAsync(Login()), UseAsync(Login(user: "bob", password: "other")));

        await _pool.DisposeAsync();

        Assert.That(_server.Log.Count("LOGOUT"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_host_never_gets_more_connections_than_its_budget()
    {
        _pool = _newPool(new ConnectionOptions { MaxPerHost = 3 });

        await Task.WhenAll(Enumerable.Range(0, 30).Select(async number =>
        {
            await using var lease = number % 3 == 0 ? await _pool.LogInAsync(Anna, Login(), Deadline) : await _pool.RentAsync(Anna, Login(), Deadline);
            await lease.Client.NoopAsync(Deadline);
        }));

        Assert.That(_server.Log.SessionsPeak("anna"), Is.LessThanOrEqualTo(3));
        Assert.That(_server.Log.ConnectionsOpened, Is.LessThan(20));
    }

    [Test]
    public async Task Whoever_waits_too_long_for_a_connection_is_told_why()
    {
        _pool = _newPool(new ConnectionOptions { MaxPerHost = 1 });
        await using var lease = await _pool.RentAsync(Anna, Login(), Deadline);

        var waiting = _pool.RentAsync(Anna, Login(), Deadline);
        _time.Advance(TimeSpan.FromSeconds(5));

        var error = await Assert.ThrowsAsync<ThrottledException>(() => waiting);
        Assert.That(error!.Message, Does.Contain("All 1 connections to mail server 127.0.0.1 are in use (Mail:Connections:MaxPerHost)"));
    }

    [Test]
    public async Task Somebody_elses_idle_connection_makes_room()
    {
        _pool = _newPool(new ConnectionOptions { MaxPerHost = 1 });
        await UseAsync(Login());

        await UseAsync(Login(user: "bob", password: "other"));

        await _server.Log.WaitForAsync("LOGOUT", 1, Deadline);
        Assert.That(_server.Log.ConnectionsOpened, Is.EqualTo(2));
    }

    [Test]
    public async Task Refused_logins_are_counted_until_no_more_are_tried()
    {
        for (var i = 0; i < ServerLoginThrottle.MaxPerUser; i++)
        {
            await Assert.ThrowsAsync<ImapAuthenticationException>(() => UseAsync(Login(password: $"guess {i}")));
        }

        await Assert.ThrowsAsync<ThrottledException>(() => UseAsync(Login()));
        await UseAsync(Login(), associateId: 12);
        _time.Advance(TimeSpan.FromMinutes(15));
        await UseAsync(Login());
    }

    [Test]
    public async Task Whatever_goes_wrong_no_place_at_the_host_is_lost()
    {
        _pool = _newPool(new ConnectionOptions { MaxPerHost = 3 });
        var random = new Random(83);
        foreach (var command in (string[])["NOOP", "STATUS", "SELECT", "UNSELECT", "CAPABILITY"])
        {
            _server.Faults.On(command, random.Next(5, 20)).DropLine();
            _server.Faults.On(command, random.Next(20, 40)).ReplyNo("not now");
        }

        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => StumbleAsync(number, random.Next(0, 60))));
        _server.Faults.Clear();

        var leases = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _pool.RentAsync(Anna, Login(), Deadline)));
        Assert.That(leases.Select(lease => lease.Client.Selected), Is.All.Null);
        await Task.WhenAll(leases.Select(lease => lease.DisposeAsync().AsTask()));
    }

    /// <summary>A call that may be cut off at any moment.</summary>
    private async Task StumbleAsync(int number, int milliseconds)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(Deadline);
        if (number % 3 == 0)
        {
            cut.CancelAfter(milliseconds);
        }

        try
        {
            await using var lease = await _pool.RentAsync(Anna, Login(), cut.Token);
            await lease.Client.SelectAsync("INBOX", known: null, cut.Token);
            await lease.Client.StatusAsync("Sent", cut.Token);
        }
        catch (Exception exception) when (exception is ImapException or OperationCanceledException)
        {
            // What went wrong does not matter here.
        }
    }

    private ServerLogin Login(string user = "anna", string password = "right") =>
        new(new MailEndpoint(_server.Host, _server.TlsPort, MailSecurity.Tls), user, new Secret(password));

    private async Task UseAsync(ServerLogin login, int associateId = Anna)
    {
        await using var lease = await _pool.RentAsync(associateId, login, Deadline);
        await lease.Client.StatusAsync("INBOX", Deadline);
    }
}
