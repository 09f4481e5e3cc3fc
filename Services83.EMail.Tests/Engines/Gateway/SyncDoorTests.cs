using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Engines.Gateway.Sync;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>SyncEmailAccounts as a client sees it.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
internal sealed class SyncDoorTests : GatewayFixture
{
    private static readonly SyncUserAccount[] Accounts = [new() { AccountId = 90, AssociateName = "Søn" }, new() { AccountId = 91 }];

    [Test]
    public async Task A_call_is_answered_when_it_is_stored_and_reaches_the_tenant_later()
    {
        var (arrived, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        Upstream.Instead = async (_, operation) =>
        {
            if (operation == "SyncEmailAccounts")
            {
                arrived.SetResult();
                await goOn.Task;
            }

            return false;
        };
        await StartGatewayAsync();

        var reply = await CallAsync("SyncEmailAccounts", ("SyncUserAccounts", Accounts));
        await arrived.Task.WaitAsync(Deadline);
        var running = (await StoredAsync()).Single();
        goOn.SetResult();

        Assert.That(reply.Succeeded, Is.True);
        Assert.That((running.State, running.Associate, running.Tenant), Is.EqualTo((SyncState.Running, "SAL0", "Cust1")));
        await UntilAsync(SyncState.Done);
        Assert.That(Upstream.Problems, Is.Empty);
        var sent = Upstream.Calls.Single(call => call.Operation == "SyncEmailAccounts");
        Assert.That(sent.Authorization, Is.EqualTo("SoTicket " + UpstreamTicket));
        Assert.That(CarrierTree.Expected(sent.Body!["SyncUserAccounts"], typeof(SyncUserAccount[]))!.ToJsonString(),
            Is.EqualTo(CarrierTree.Of(Accounts)!.ToJsonString()));
    }

    [TestCase(401, "NotAuthenticated", "NotAuthenticated")]
    [TestCase(503, "Upstream", "Unavailable")]
    public async Task A_caller_that_the_tenant_does_not_vouch_for_is_told_and_nothing_is_stored(int status, string type, string reason)
    {
        await StartGatewayAsync();
        Upstream.Instead = (context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.FromResult(true);
        };

        Refused(await CallAsync("SyncEmailAccounts", ("SyncUserAccounts", Accounts)), type, reason);

        Assert.That(await StoredAsync(), Is.Empty);
    }

    [Test]
    public async Task A_call_for_nobody_is_not_stored()
    {
        await StartGatewayAsync();

        Assert.That((await CallAsync("SyncEmailAccounts", ("SyncUserAccounts", null))).Succeeded, Is.True);
        Assert.That((await CallAsync("SyncEmailAccounts")).Succeeded, Is.True);

        Assert.That(await StoredAsync(), Is.Empty);
    }

    [Test]
    public async Task Without_the_queue_it_is_passed_on_like_any_other_call()
    {
        await StartGatewayAsync("--Gateway:QueueSyncs=false");

        Assert.That((await CallAsync("SyncEmailAccounts", ("SyncUserAccounts", Accounts))).Succeeded, Is.True);

        Assert.That(Upstream.Calls.Select(call => call.Operation), Is.EqualTo(new[] { "SyncEmailAccounts" }));
        Assert.That(await StoredAsync(), Is.Empty);
    }

    [Test]
    public async Task Saving_an_account_keeps_what_Services83_has_no_place_for()
    {
        await StartGatewayAsync();
        await CallAsync("SaveEMailAccount", ("EMailAccount", new EMailAccount { EMailAccountId = 447, EMailAddress = "a@test.example" }));
        await CallAsync("SaveEMailAccount", ("EMailAccount", new EMailAccount { EMailAddress = "new@test.example" }));

        Assert.That(Upstream.Problems, Is.Empty);
        Assert.That(Upstream.Calls.Select(call => call.Operation), Is.EqualTo(new[] { "GetEMailAccount", "SaveEMailAccount", "SaveEMailAccount" }));
        var stored = Upstream.Answers["GetEMailAccount"]!;
        var saved = Upstream.Calls[1].Body!;
        Assert.That((string?)saved["EMailAddress"], Is.EqualTo("a@test.example"));
        foreach (var property in (string[])["InboxFolder", "SentFolder", "SimpleMode", "LastFetch", "UseGraphApi"])
        {
            Assert.That(saved[property]?.ToJsonString(), Is.EqualTo(stored[property]?.ToJsonString()), property);
        }

        Assert.That(Upstream.Calls[2].Body!.AsObject().ContainsKey("SentFolder"), Is.False);
    }

    [Test]
    public async Task A_login_lets_the_calls_go_on_whose_proof_had_run_out()
    {
        await StartGatewayAsync();
        Upstream.Instead = (context, operation) =>
        {
            context.Response.StatusCode = 401;
            return Task.FromResult(operation is "SyncEmailAccounts" or "GetReadySyncEmailAccounts");
        };
        await CallAsync("SyncEmailAccounts", ("SyncUserAccounts", Accounts));
        await UntilAsync(SyncState.AwaitsLogin);
        Upstream.Instead = (_, _) => Task.FromResult(false);

        await LogInAsync();

        await UntilAsync(SyncState.Done);
        var sent = Upstream.Calls.Last(call => call.Operation == "SyncEmailAccounts");
        Assert.That(sent.Authorization, Does.StartWith("Basic "));
    }

    private Task UntilAsync(SyncState state) => Services.UntilAsync(async () => (await StoredAsync()).Single().State == state, Deadline);

    private Task<IReadOnlyList<SyncCall>> StoredAsync() => Services.GetRequiredService<SyncCallStore>().ListAsync(Deadline);
}
