using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;
using Services83.EMail.Engines.Gateway;
using Services83.EMail.Engines.Gateway.Sync;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Hosting;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>The queue of SyncEmailAccounts with a test clock: the simulated tenant moves the clock forward by the duration of each
/// call.</summary>
internal abstract class SyncQueueFixture
{
    protected static readonly Tenant Cust1 = new("Cust1", new Uri("https://unused.example/"));

    private readonly List<IHost> _hosts = [];
    private int _atOnce;

    protected static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    /// <summary>How long the tenant takes for its next calls; the last one for all that follow.</summary>
    protected Queue<double> Seconds { get; } = new();

    /// <summary>What the tenant shows of its accounts: nothing, unless the test wants it to.</summary>
    protected SyncMailboxes Mailboxes { get; private set; } = null!;

    protected ManualTimeProvider Time { get; } = new();

    protected Upstream Upstream { get; private set; } = null!;

    protected string DataFolder { get; private set; } = "";

    /// <summary>Most calls that the tenant handled at the same time.</summary>
    protected int MostAtOnce { get; private set; }

    protected int Attempts => SyncedAccounts.Count;

    /// <summary>The first account of each call of SyncEmailAccounts, in the order in which the tenant got them.</summary>
    protected IReadOnlyList<int> SyncedAccounts => [.. Upstream.Calls.Where(call => call.Operation == "SyncEmailAccounts").Select(call => Synced(call)[0])];

    [SetUp]
    public async Task StartAsync()
    {
        DataFolder = Directory.CreateTempSubdirectory("services83-gateway-").FullName;
        Upstream = await Upstream.StartAsync(Deadline);
        Upstream.Instead = async (context, operation) =>
        {
            if (operation is "GetReadySyncEmailAccounts" or "GetEMailAccount")
            {
                return await Mailboxes.AnswerAsync(context, operation);
            }

            if (operation != "SyncEmailAccounts")
            {
                return false;
            }

            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _atOnce));
            Time.Advance(TimeSpan.FromSeconds(Mailboxes.Latency + (Seconds.Count > 1 ? Seconds.Dequeue() : Seconds.Peek())));
            Mailboxes.Receive(Synced(Upstream.Calls[^1]));
            await Task.Yield();
            Interlocked.Decrement(ref _atOnce);
            context.Response.StatusCode = 204;
            return true;
        };
        Mailboxes = new SyncMailboxes(Time);
        Seconds.Clear();
        (_atOnce, MostAtOnce) = (0, 0);
    }

    [TearDown]
    public async Task StopAsync()
    {
        foreach (var host in _hosts.ToArray())
        {
            await StopAsync(host);
        }

        await Upstream.DisposeAsync();
        TestStorage.Delete(DataFolder);
    }

    protected async Task StopAsync(IHost host)
    {
        _hosts.Remove(host);
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
    }

    protected static Task<IReadOnlyList<SyncCall>> ListAsync(IHost host) => host.Services.GetRequiredService<SyncCallStore>().ListAsync(Deadline);

    /// <summary>Completes when the stored calls, the newest first, have these states.</summary>
    protected static Task UntilAsync(IHost host, Func<IReadOnlyList<SyncCall>, bool> areSo) =>
        host.Services.UntilAsync(async () => areSo(await ListAsync(host)), Deadline);

    protected static Task<IEnumerable<string?>> SecretsAsync(IHost host) => host.Services.GetRequiredService<IDatabase>().ReadAsync(
        (connection, _) => connection.QueryAsync<string?>("SELECT secret FROM gateway_sync"), Deadline);

    protected static Task AcceptAsync(IHost host, int account, int associateId = 11) =>
        AcceptAsync(host, new SyncUserAccount { AccountId = account }, associateId);

    protected static async Task AcceptAsync(IHost host, SyncUserAccount account, int associateId = 11)
    {
        var principal = new SoPrincipalCarrier { Associate = "SAL0", AssociateId = associateId };
        var credentials = UpstreamCredentials.OfTicket("8A:token", null);
        await host.Services.GetRequiredService<SyncCallStore>().EnqueueAsync(
            Cust1, principal, [account], credentials, Deadline);
        await host.Services.GetRequiredService<SyncSignal>().SetAsync(Cust1, Deadline);
    }

    protected async Task<IHost> StartGatewayAsync(bool runs = true, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(
        [
            new("Engine", "Gateway"), .. TestStorage.SettingsFor(DataFolder),
            new(settings is [("Tenant", var tenant)] ? $"Gateway:Tenants:{tenant}" : "Gateway:Tenants:Cust1", Upstream.BaseAddress.ToString()),
            .. settings.Where(setting => setting.Key != "Tenant").Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)),
        ]);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddEngine(builder.Configuration);
        builder.Services.AddWatchedDatabase();
        if (runs)
        {
            builder.Services.AddEngineRunner(builder.Configuration);
        }

        var host = builder.Build();
        _hosts.Add(host);
        await host.Services.GetRequiredService<IDatabase>().MigrateAsync(Deadline);
        await host.StartAsync(Deadline);
        return host;
    }

    /// <summary>Moves the clock whenever the call waits, until it has ended.</summary>
    protected async Task<SyncCall> EndAsync(IHost host) => (await EndAllAsync(host)).Single();

    /// <summary>Moves the clock whenever all calls wait, until all have ended or wait for a login.</summary>
    /// <returns>The newest first.</returns>
    protected async Task<IReadOnlyList<SyncCall>> EndAllAsync(IHost host)
    {
        while (true)
        {
            var calls = await ListAsync(host);
            var open = calls.Where(call => call.State is SyncState.Waiting or SyncState.Running).ToArray();
            if (open.Length == 0)
            {
                return calls;
            }

            if (open.All(call => call.State == SyncState.Waiting && call.NextAt > Time.GetUtcNow()))
            {
                Time.Advance(open.Min(call => call.NextAt) - Time.GetUtcNow());
                // Code that has read the clock but not begun to wait yet would wait from the new time on.
                await host.Services.GetRequiredService<SyncSignal>().SetAsync(Cust1, Deadline);
            }

            await Task.Yield();
        }
    }

    private static int[] Synced(ReceivedCall call) => [.. call.Body!["SyncUserAccounts"]!.AsArray().Select(account => (int)account!["AccountId"]!)];
}
