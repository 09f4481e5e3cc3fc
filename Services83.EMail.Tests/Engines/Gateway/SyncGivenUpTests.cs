using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Engines.Gateway.Sync;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>Calls of SyncEmailAccounts that the queue gives up, and those that it does not.</summary>
[Category(Tier.Engines)]
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
        await first.Services.GetRequiredService<IDatabase>().ExecuteAsync("DELETE FROM data_protection_key", new { }, Deadline);
        await StopAsync(first);
        if (Directory.Exists(Path.Combine(DataFolder, "keys")))
        {
            Directory.Delete(Path.Combine(DataFolder, "keys"), recursive: true);
        }

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
        await UntilAsync(host, calls => calls.Single().State == SyncState.GivenUp);

        Assert.That(await SecretsAsync(host), Is.All.Null);
        Assert.That(Attempts, Is.Zero);
    }

    [TestCase(403, "Forbidden")]
    [TestCase(400, "Refused")]
    public async Task What_the_tenant_refuses_for_good_is_given_up_at_once(int status, string reason)
    {
        Refuse(status);
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
        Upstream.Instead = (context, _) =>
        {
            Upstream.Instead = usual;
            context.Response.StatusCode = 503;
            return Task.FromResult(true);
        };
        var host = await StartGatewayAsync();

        await AcceptAsync(host, 90);

        Assert.That((await EndAsync(host)).Attempts, Is.EqualTo(2));
    }

    [Test]
    public async Task A_call_whose_proof_has_run_out_waits_for_its_associate_to_bring_a_new_one()
    {
        var usual = Upstream.Instead;
        Refuse(401);
        Seconds.Enqueue(30);
        var host = await StartGatewayAsync();
        await AcceptAsync(host, 90);
        var parked = await EndAsync(host);
        var secrets = await SecretsAsync(host);
        Upstream.Instead = usual;

        await AcceptAsync(host, 91, associateId: 12);
        var others = await EndAllAsync(host);
        await AcceptAsync(host, 92);
        var calls = await EndAllAsync(host);

        Assert.That((parked.State, parked.Attempts, parked.EndedAt), Is.EqualTo((SyncState.AwaitsLogin, 1, (DateTimeOffset?)null)));
        Assert.That(parked.Reason, Does.StartWith("waits for a new login").And.Contain("(401)"));
        Assert.That(secrets, Is.All.Null);
        Assert.That(others.Select(call => call.State), Is.EqualTo(new[] { SyncState.Done, SyncState.AwaitsLogin }));
        Assert.That(calls.Select(call => call.State), Is.All.EqualTo(SyncState.Done));
        Assert.That(SyncedAccounts, Is.EquivalentTo(new[] { 90, 90, 91, 92 }));
    }

    [Test]
    public async Task A_call_that_waits_for_a_login_of_somebody_who_does_not_come_back_is_given_up_after_a_week()
    {
        Refuse(401);
        var host = await StartGatewayAsync();
        await AcceptAsync(host, 90);
        await EndAsync(host);

        Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        var kept = (await ListAsync(host)).Single().State;
        while ((await ListAsync(host)).Single().State == SyncState.AwaitsLogin)
        {
            Time.Advance(TimeSpan.FromMinutes(10));
            await Task.Yield();
        }

        Assert.That(kept, Is.EqualTo(SyncState.AwaitsLogin));
        Assert.That((await ListAsync(host)).Single().Reason, Does.StartWith("given up: waits for a new login"));
    }

    [Test]
    public async Task No_more_calls_wait_for_logins_than_may_wait_at_all()
    {
        Refuse(401);
        var host = await StartGatewayAsync(runs: true, ("Gateway:MaxQueuedSyncs", "2"));

        foreach (var account in (int[])[1, 2, 3])
        {
            await AcceptAsync(host, account, associateId: account);
            await EndAllAsync(host);
        }

        Assert.That((await ListAsync(host)).Select(call => call.State), Is.EqualTo(new[] { SyncState.GivenUp, SyncState.AwaitsLogin, SyncState.AwaitsLogin }));
    }

    private void Refuse(int status) => Upstream.Instead = (context, operation) =>
    {
        if (operation == "SyncEmailAccounts")
        {
            context.Response.StatusCode = status;
        }

        return operation == "SyncEmailAccounts" ? Task.FromResult(true) : Mailboxes.AnswerAsync(context, operation);
    };
}
