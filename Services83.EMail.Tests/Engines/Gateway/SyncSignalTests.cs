using NUnit.Framework;
using Services83.EMail.Engines.Gateway;
using Services83.EMail.Engines.Gateway.Sync;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>One process of several makes the queued calls of a tenant, and any of them may have accepted the call.</summary>
[Category(Tier.Servers)]
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SyncSignalTests : IDisposable
{
    private static readonly Tenant Ours = new("Cust1", new Uri("https://unused.example/"));
    private static readonly Tenant Other = new("Cust2", new Uri("https://unused.example/"));

    private readonly TestDatabase _files = new(provider: StorageProvider.PostgreSql, migrated: true);

    private static CancellationToken Deadline => TestContext.CurrentContext.CancellationToken;

    public void Dispose() => _files.Dispose();

    [Test]
    public async Task A_call_that_another_process_accepted_wakes_the_task_of_its_tenant_and_no_other()
    {
        await using var first = await HearingProcess.StartAsync(_files.Options, Deadline);
        await using var second = await HearingProcess.StartAsync(_files.Options, Deadline);
        using var accepts = SignalOf(first);
        using var runs = SignalOf(second);
        var ours = runs.WaitAsync(Ours, Timeout.InfiniteTimeSpan, Deadline);
        var other = runs.WaitAsync(Other, Timeout.InfiniteTimeSpan, Deadline);

        await accepts.SetAsync(Ours, Deadline);

        await ours;
        Assert.That(other.IsCompleted, Is.False);
        await runs.SetAsync(Other, Deadline);
        await other;
    }

    [Test]
    public async Task Many_accepted_calls_wake_it_once()
    {
        await using var process = await HearingProcess.StartAsync(_files.Options, Deadline);
        using var signal = SignalOf(process);
        for (var i = 0; i < 10; i++)
        {
            await signal.SetAsync(Ours, Deadline);
        }

        await signal.WaitAsync(Ours, Timeout.InfiniteTimeSpan, Deadline);
        Assert.That(signal.WaitAsync(Ours, Timeout.InfiniteTimeSpan, Deadline).IsCompleted, Is.False);
        await signal.SetAsync(Ours, Deadline);
    }

    private static SyncSignal SignalOf(HearingProcess process) => new(
        new Tenants(Microsoft.Extensions.Options.Options.Create(new GatewayOptions
        {
            Tenants = { [Ours.Name] = Ours.BaseAddress, [Other.Name] = Other.BaseAddress },
        })),
        process.Signals, TimeProvider.System);
}
