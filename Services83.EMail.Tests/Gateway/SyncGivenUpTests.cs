using NUnit.Framework;
using Services83.EMail.Gateway.Sync;

namespace Services83.EMail.Tests.Gateway;

/// <summary>Calls of SyncEmailAccounts that the queue gives up, and those that it does not.</summary>
[CancelAfter(60_000)]
internal sealed class SyncGivenUpTests : SyncQueueFixture
{
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
    public async Task A_call_whose_proof_cannot_be_read_any_more_is_given_up()
    {
        var first = await StartGatewayAsync(runs: false);
        await AcceptAsync(first, 90);
        await StopAsync(first);
        Directory.Delete(Path.Combine(DataFolder, "keys"), recursive: true);

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
        Time.Advance(TimeSpan.FromMinutes(61));

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
        Upstream.Instead = (context, _) =>
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
        var usual = Upstream.Instead;
        Seconds.Enqueue(30);
        Upstream.Instead = (context, operation) =>
        {
            Upstream.Instead = usual;
            context.Response.StatusCode = 503;
            return Task.FromResult(true);
        };
        var host = await StartGatewayAsync();

        await AcceptAsync(host, 90);

        Assert.That((await EndAsync(host)).Attempts, Is.EqualTo(2));
    }
}
