using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;
using Services83.EMail.Gateway;
using Services83.EMail.Gateway.Sync;
using Services83.EMail.Gateway.Upstream;
using Services83.EMail.Hosting;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Gateway;

/// <summary>The queue of SyncEmailAccounts by a clock of the test: the stand-in moves it forward by as long as it "takes".</summary>
[CancelAfter(60_000)]
internal sealed class SyncQueueTests
{
    private static readonly Tenant Cust1 = new("Cust1", new Uri("https://unused.example/"));

    private readonly ManualTimeProvider _time = new();
    private readonly List<IHost> _hosts = [];
    private Upstream _upstream = null!;
    private string _folder = "";
    private int _atOnce;
    private int _mostAtOnce;

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    /// <summary>How long the tenant takes for its next calls; the last one for all that follow.</summary>
    private Queue<double> Seconds { get; } = new();

    private int Attempts => _upstream.Calls.Count(call => call.Operation == "SyncEmailAccounts");

    [SetUp]
    public async Task StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("services83-gateway-").FullName;
        _upstream = await Upstream.StartAsync(Deadline);
        _upstream.Instead = async (context, operation) =>
        {
            if (operation != "SyncEmailAccounts")
                return false;
            _mostAtOnce = Math.Max(_mostAtOnce, Interlocked.Increment(ref _atOnce));
            _time.Advance(TimeSpan.FromSeconds(Seconds.Count > 1 ? Seconds.Dequeue() : Seconds.Peek()));
            await Task.Yield();
            Interlocked.Decrement(ref _atOnce);
            context.Response.StatusCode = 204;
            return true;
        };
        Seconds.Clear();
        (_atOnce, _mostAtOnce) = (0, 0);
    }

    [TearDown]
    public async Task StopAsync()
    {
        foreach (var host in _hosts)
            await StopAsync(host);
        _hosts.Clear();
        await _upstream.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [TestCase(30, TestName = "A call that takes long has synced")]
    [TestCase(0.05, TestName = "A call that returns before a refusal could has synced")]
    public async Task A_call_that_is_not_refused_is_made_once(double seconds)
    {
        Seconds.Enqueue(seconds);
        var host = await StartGatewayAsync();

        await AcceptAsync(host, 90);
        var call = await EndAsync(host);

        Assert.That((call.State, call.Attempts, Attempts), Is.EqualTo((SyncState.Done, 1, 1)));
        Assert.That(_upstream.Calls[^1].Body!.ToJsonString(), Does.Contain("\"AccountId\":90"));
    }

    [Test]
    public async Task A_call_that_returns_like_a_refusal_is_made_again_until_it_does_not()
    {
        foreach (var seconds in (double[])[1.0, 1.2, 0.8, 25])
            Seconds.Enqueue(seconds);
        var host = await StartGatewayAsync();

        await AcceptAsync(host, 90);
        var call = await EndAsync(host);

        Assert.That((call.State, call.Attempts, call.Reason), Is.EqualTo((SyncState.Done, 4, "took 25.0 s")));
    }

    [Test]
    public async Task A_call_that_is_ignored_for_an_hour_is_given_up_and_its_proof_forgotten()
    {
        Seconds.Enqueue(1);
        var host = await StartGatewayAsync();

        await AcceptAsync(host, 90);
        var call = await EndAsync(host);

        Assert.That(call.State, Is.EqualTo(SyncState.GivenUp));
        Assert.That(call.Reason, Does.StartWith("given up: the tenant returned after 1.0 s"));
        Assert.That(call.Attempts, Is.InRange(55, 75));
        Assert.That(call.EndedAt - call.RequestedAt, Is.InRange(TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(62)));
        Assert.That(await SecretsAsync(host), Is.All.Null);
    }

    [Test]
    public async Task Calls_are_made_one_at_a_time_and_none_is_lost()
    {
        Seconds.Enqueue(5);
        var host = await StartGatewayAsync();

        for (var account = 1; account <= 20; account++)
            await AcceptAsync(host, account);
        while (await host.Services.GetRequiredService<SyncCallStore>().CountOpenAsync(Deadline) > 0)
            await Task.Yield();

        Assert.That(_mostAtOnce, Is.EqualTo(1));
        var accounts = _upstream.Calls.Where(call => call.Operation == "SyncEmailAccounts")
            .Select(call => (int)call.Body!["SyncUserAccounts"]![0]!["AccountId"]!);
        Assert.That(accounts, Is.EquivalentTo(Enumerable.Range(1, 20)));
    }

    [Test]
    public async Task The_same_call_that_waits_already_is_not_stored_twice()
    {
        var host = await StartGatewayAsync(runs: false);

        await AcceptAsync(host, 90);
        await AcceptAsync(host, 90);
        await AcceptAsync(host, 91);
        await AcceptAsync(host, 90, associateId: 12);

        Assert.That(await ListAsync(host), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task More_than_may_wait_are_refused()
    {
        var host = await StartGatewayAsync(runs: false, ("Gateway:MaxQueuedSyncs", "2"));
        await AcceptAsync(host, 1);
        await AcceptAsync(host, 2);

        Assert.That(() => AcceptAsync(host, 3), Throws.TypeOf<ThrottledException>());
        Assert.That(() => AcceptAsync(host, 2), Throws.Nothing);
    }

    [Test]
    public async Task What_waits_outlives_the_program_also_when_it_was_running()
    {
        Seconds.Enqueue(30);
        var first = await StartGatewayAsync(runs: false);
        await AcceptAsync(first, 90);
        var store = first.Services.GetRequiredService<SyncCallStore>();
        await store.StartAsync((await store.NextAsync(Cust1, Deadline))!, Deadline);
        await StopAsync(first);
        _hosts.Clear();

        var call = await EndAsync(await StartGatewayAsync());

        Assert.That((call.State, call.Attempts, Attempts), Is.EqualTo((SyncState.Done, 2, 1)));
    }

    [Test]
    public async Task A_call_whose_proof_cannot_be_read_any_more_is_given_up()
    {
        var first = await StartGatewayAsync(runs: false);
        await AcceptAsync(first, 90);
        await StopAsync(first);
        _hosts.Clear();
        Directory.Delete(Path.Combine(_folder, "keys"), recursive: true);

        var call = await EndAsync(await StartGatewayAsync());

        Assert.That((call.State, Attempts), Is.EqualTo((SyncState.GivenUp, 0)));
        Assert.That(call.Reason, Does.Contain("cannot be decrypted"));
    }

    [Test]
    public async Task What_waits_for_a_tenant_that_the_settings_do_not_name_any_more_is_given_up()
    {
        var first = await StartGatewayAsync(runs: false);
        await AcceptAsync(first, 90);
        await StopAsync(first);
        _hosts.Clear();
        _time.Advance(TimeSpan.FromMinutes(61));

        var host = await StartGatewayAsync(runs: true, ("Tenant", "Cust2"));
        while ((await ListAsync(host)).Single().State != SyncState.GivenUp)
            await Task.Yield();

        Assert.That(await SecretsAsync(host), Is.All.Null);
        Assert.That(Attempts, Is.Zero);
    }

    [TestCase(401, "NotAuthenticated")]
    [TestCase(403, "Forbidden")]
    [TestCase(400, "Refused")]
    public async Task What_the_tenant_refuses_for_good_is_given_up_at_once(int status, string reason)
    {
        _upstream.Instead = (context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.FromResult(true);
        };
        var host = await StartGatewayAsync();

        await AcceptAsync(host, 90);
        var call = await EndAsync(host);

        Assert.That((call.State, call.Attempts), Is.EqualTo((SyncState.GivenUp, 1)), reason);
        Assert.That(call.Reason, Does.Contain($"({status})"));
        Assert.That(await SecretsAsync(host), Is.All.Null);
    }

    [Test]
    public async Task A_tenant_that_is_out_of_reach_is_tried_again()
    {
        var usual = _upstream.Instead;
        Seconds.Enqueue(30);
        _upstream.Instead = (context, operation) =>
        {
            _upstream.Instead = usual;
            context.Response.StatusCode = 503;
            return Task.FromResult(true);
        };
        var host = await StartGatewayAsync();

        await AcceptAsync(host, 90);

        Assert.That((await EndAsync(host)).Attempts, Is.EqualTo(2));
    }

    private static async Task StopAsync(IHost host)
    {
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
    }

    private static Task<IReadOnlyList<SyncCall>> ListAsync(IHost host) => host.Services.GetRequiredService<SyncCallStore>().ListAsync(Deadline);

    private static Task<IEnumerable<string?>> SecretsAsync(IHost host) => host.Services.GetRequiredService<IDatabase>().ReadAsync(
        (connection, _) => connection.QueryAsync<string?>("SELECT secret FROM gateway_sync"), Deadline);

    private static async Task AcceptAsync(IHost host, int account, int associateId = 11)
    {
        var principal = new SoPrincipalCarrier { Associate = "SAL0", AssociateId = associateId };
        var credentials = UpstreamCredentials.OfTicket("8A:token", null);
        await host.Services.GetRequiredService<SyncCallStore>().EnqueueAsync(
            Cust1, principal, [new SyncUserAccount { AccountId = account }], credentials, Deadline);
        host.Services.GetRequiredService<SyncSignal>().Set(Cust1);
    }

    private async Task<IHost> StartGatewayAsync(bool runs = true, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(
        [
            new("Engine", "Gateway"), new("Storage:DataFolder", _folder),
            new(settings is [("Tenant", var tenant)] ? $"Gateway:Tenants:{tenant}" : "Gateway:Tenants:Cust1", _upstream.BaseAddress.ToString()),
            .. settings.Where(setting => setting.Key != "Tenant").Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)),
        ]);
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddEngine(builder.Configuration);
        if (runs)
            builder.Services.AddEngineRunner(builder.Configuration);
        var host = builder.Build();
        _hosts.Add(host);
        await host.Services.GetRequiredService<IDatabase>().MigrateAsync(Deadline);
        await host.StartAsync(Deadline);
        return host;
    }

    /// <summary>Moves the clock on whenever the call waits, until it has ended.</summary>
    private async Task<SyncCall> EndAsync(IHost host)
    {
        while (true)
        {
            var call = (await ListAsync(host)).Single();
            if (call.EndedAt is not null)
                return call;
            if (call.State == SyncState.Waiting && call.NextAt > _time.GetUtcNow())
                _time.Advance(call.NextAt - _time.GetUtcNow());
            await Task.Yield();
        }
    }
}
