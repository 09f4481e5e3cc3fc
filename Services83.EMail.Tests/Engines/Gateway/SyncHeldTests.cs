using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;
using Services83.EMail.Engines.Gateway.Identity;
using Services83.EMail.Engines.Gateway.Sync;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Identity;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>Calls with unexpected failures: they wait, are held for the operator, and do not delay other calls.</summary>
[Category(Tier.Engines)]
[CancelAfter(120_000)]
internal sealed class SyncHeldTests : SyncQueueFixture
{
    [Test]
    public async Task A_call_that_fails_again_and_again_is_held_and_the_tenants_others_are_made()
    {
        Seconds.Enqueue(30);
        var (host, held) = await HoldAsync();

        Assert.That((held.Attempts, held.IsHeld, held.EndedAt), Is.EqualTo((10, true, (DateTimeOffset?)null)));
        Assert.That(held.Reason, Does.StartWith("held after 10 attempts"));
        await AcceptAsync(host, 91, associateId: 12);
        await UntilAsync(host, calls => calls[0].State == SyncState.Done);
        Assert.That(SyncedAccounts, Is.EqualTo(new[] { 91 }));
    }

    [Test]
    public async Task The_operator_sees_it_and_has_it_tried_again()
    {
        Seconds.Enqueue(30);
        var (host, held) = await HoldAsync();
        await ExecuteAsync(host, "UPDATE gateway_sync SET accounts = '[{\"AccountId\":90}]'");

        Assert.That(await RunAsync("status"), Does.Match($"{held.SyncId} .* held .*held after 10 attempts"));
        Assert.That(await RunAsync("retry", "4711"), Does.Contain("There is no queued sync with the id 4711."));
        // The program has another clock than the test; the call is due by both.
        Assert.That(await host.Services.GetRequiredService<SyncCallStore>().TryAgainAsync(held.SyncId, Deadline), Is.True);
        await host.Services.GetRequiredService<SyncSignal>().SetAsync(Cust1, Deadline);

        Assert.That((await EndAsync(host)).State, Is.EqualTo(SyncState.Done));
        Assert.That(await RunAsync("retry", $"{held.SyncId}"), Does.Contain("with the id"), "it has ended");
    }

    [Test]
    public async Task One_that_is_held_is_given_up_when_its_time_is_over()
    {
        var (host, _) = await HoldAsync();

        var call = await EndAsync(host);

        Assert.That(call.State, Is.EqualTo(SyncState.GivenUp));
        Assert.That(call.Reason, Does.StartWith("given up: held after 10 attempts"));
        Assert.That(await SecretsAsync(host), Is.All.Null);
    }

    [Test]
    public async Task Of_a_clock_that_was_ahead_nothing_waits_or_is_kept_for_longer_than_usual()
    {
        var host = await StartGatewayAsync(runs: false);
        await AcceptAsync(host, 90);
        await AcceptAsync(host, 91, associateId: 12);
        var tickets = host.Services.GetRequiredService<GatewayTicketStore>();
        var ticket = await tickets.IssueAsync(Cust1, UpstreamCredentials.OfTicket("8A:token", null), Deadline);
        var ahead = new { ahead = Time.GetUtcNow() + TimeSpan.FromDays(365) };
        var database = host.Services.GetRequiredService<IDatabase>();
        await database.ExecuteAsync("UPDATE gateway_sync SET requested_at = @ahead, next_at = @ahead, expires_at = @ahead + 3600000", ahead, Deadline);
        await database.ExecuteAsync("UPDATE gateway_sync SET state = 4 WHERE associate_id = 12", new { }, Deadline);
        await database.ExecuteAsync("UPDATE gateway_ticket SET last_used_at = @ahead, expires_at = @ahead + 21600000", ahead, Deadline);

        await host.Services.GetRequiredService<SyncCallStore>().ForgetAsync(Deadline);
        await tickets.ForgetAsync(Deadline);

        var calls = await ListAsync(host);
        var (login, waiting) = (calls[0], calls[1]);
        Assert.That((waiting.NextAt, waiting.ExpiresAt), Is.EqualTo((Time.GetUtcNow(), Time.GetUtcNow() + TimeSpan.FromHours(1))));
        Assert.That((login.State, login.ExpiresAt), Is.EqualTo((SyncState.AwaitsLogin, Time.GetUtcNow() + TimeSpan.FromDays(7))));
        Time.Advance(TicketStore.Lifetime);
        Assert.That(() => tickets.UseAsync(Cust1, ticket, Deadline), Throws.TypeOf<NotAuthenticatedException>());
    }

    /// <summary>A call with a damaged row, after the maximum of attempts.</summary>
    private async Task<(IHost Host, SyncCall Held)> HoldAsync()
    {
        var first = await StartGatewayAsync(runs: false);
        await AcceptAsync(first, 90);
        await ExecuteAsync(first, "UPDATE gateway_sync SET accounts = 'no JSON'");
        await StopAsync(first);
        var host = await StartGatewayAsync();
        while (true)
        {
            var call = (await ListAsync(host)).Single();
            if (call.IsHeld)
            {
                return (host, call);
            }

            if (call.State == SyncState.Waiting && call.NextAt > Time.GetUtcNow())
            {
                Time.Advance(call.NextAt - Time.GetUtcNow());
                await host.Services.GetRequiredService<SyncSignal>().SetAsync(Cust1, Deadline);
            }

            await Task.Yield();
        }
    }

    private static Task<int> ExecuteAsync(IHost host, string sql) => host.Services.GetRequiredService<IDatabase>().ExecuteAsync(sql, new { }, Deadline);

    /// <summary>The output of a command that runs beside the gateway.</summary>
    private async Task<string> RunAsync(params string[] arguments) => (await CommandRunner.RunAsync(
        "", [.. arguments, "--Engine=Gateway", $"--Gateway:Tenants:Cust1={Upstream.BaseAddress}", .. TestStorage.ArgumentsFor(DataFolder)])).ToString();
}
