using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Engines.Gateway.Sync;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>Which calls of SyncEmailAccounts the queue counts as carried out, and which it keeps.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
internal sealed class SyncQueueTests : SyncQueueFixture
{
    [TestCase(30, TestName = "A call that takes long has synced")]
    [TestCase(0.05, TestName = "A call that returns before a refusal could has synced")]
    public async Task A_call_that_is_not_refused_is_made_once(double seconds)
    {
        Seconds.Enqueue(seconds);
        var host = await StartGatewayAsync();

        await AcceptAsync(host, 90);
        var call = await EndAsync(host);

        Assert.That((call.State, call.Attempts, Attempts), Is.EqualTo((SyncState.Done, 1, 1)));
        Assert.That(SyncedAccounts, Is.EqualTo(new[] { 90 }));
    }

    [Test]
    public async Task A_call_that_returns_like_a_refusal_is_made_again_until_it_does_not()
    {
        foreach (var seconds in (double[])[1.0, 1.2, 0.8, 25])
        {
            Seconds.Enqueue(seconds);
        }

        var host = await StartGatewayAsync();

        await AcceptAsync(host, 90);
        var call = await EndAsync(host);

        Assert.That((call.State, call.Attempts, call.Reason), Is.EqualTo((SyncState.Done, 4, "took 25.0 s, unlike a refusal; nothing else shows the sync")));
    }

    [Test]
    public async Task Calls_are_made_one_at_aTime_and_none_is_lost()
    {
        Seconds.Enqueue(5);
        var host = await StartGatewayAsync();

        for (var account = 1; account <= 20; account++)
        {
            await AcceptAsync(host, account);
        }

        await UntilAsync(host, calls => calls.All(call => call.State >= SyncState.Done));

        Assert.That(MostAtOnce, Is.EqualTo(1));
        Assert.That(SyncedAccounts, Is.EquivalentTo(Enumerable.Range(1, 20)));
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

        var call = await EndAsync(await StartGatewayAsync());

        Assert.That((call.State, call.Attempts, Attempts), Is.EqualTo((SyncState.Done, 2, 1)));
    }
}
