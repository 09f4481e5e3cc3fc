using NUnit.Framework;
using Services83.EMail.Engines.Gateway.Sync;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>The tenant's data show whether a queued call has been carried out; the duration is used only if they do not.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
internal sealed class SyncEvidenceTests : SyncQueueFixture
{
    [TestCase(true, false, 1.0)]
    [TestCase(false, true, 1.0)]
    [TestCase(true, true, 0.05)]
    [TestCase(true, true, 30.0)]
    public async Task A_sync_that_shows_is_done_however_long_it_took(bool showsDue, bool showsAccounts, double seconds)
    {
        (Mailboxes.ShowsDue, Mailboxes.ShowsAccounts) = (showsDue, showsAccounts);
        Mailboxes.Add(90);
        Seconds.Enqueue(seconds);
        var host = await StartGatewayAsync();

        await AcceptAsync(host, 90);
        var call = await EndAsync(host);

        Assert.That((call.State, Attempts), Is.EqualTo((SyncState.Done, 1)), call.Reason);
    }

    [TestCase(1.0)]
    [TestCase(5.0, Description = "a refusal on a slow line")]
    [TestCase(0.05)]
    public async Task A_call_after_which_the_account_is_still_due_is_made_again(double seconds)
    {
        Mailboxes.ShowsDue = Mailboxes.ShowsAccounts = true;
        Mailboxes.Add(90);
        Mailboxes.Syncs = _ => Attempts == 3;
        Seconds.Enqueue(seconds);
        var host = await StartGatewayAsync();

        await AcceptAsync(host, 90);
        var call = await EndAsync(host);

        Assert.That((call.State, Attempts), Is.EqualTo((SyncState.Done, 3)), call.Reason);
    }

    [TestCase(true, 4)]
    [TestCase(false, 1)]
    public async Task A_tenant_that_never_shows_a_sync_is_believed_by_the_clock_in_the_end(bool showsAccounts, int attempts)
    {
        (Mailboxes.ShowsDue, Mailboxes.ShowsAccounts) = (true, showsAccounts);
        Mailboxes.Add(90);
        Mailboxes.Syncs = _ => false;
        Seconds.Enqueue(30);
        var host = await StartGatewayAsync();

        await AcceptAsync(host, 90);

        Assert.That(((await EndAsync(host)).State, Attempts), Is.EqualTo((SyncState.Done, attempts)));
    }

    [Test]
    public async Task A_tenant_that_takes_a_second_for_everything_is_not_taken_for_one_that_refuses()
    {
        Mailboxes.ShowsAccounts = true;
        Mailboxes.Latency = 1;
        Mailboxes.Add(1);
        Mailboxes.Add(2, isDue: false);
        Seconds.Enqueue(0);
        var host = await StartGatewayAsync();

        await AcceptAsync(host, 1);
        await AcceptAsync(host, 2);
        await AcceptAsync(host, 3);

        Assert.That((await EndAllAsync(host)).Select(call => call.State), Is.All.EqualTo(SyncState.Done));
        Assert.That(SyncedAccounts, Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public async Task A_call_that_has_to_be_repeated_lets_the_others_go_first()
    {
        Mailboxes.ShowsDue = true;
        Mailboxes.Add(1);
        Mailboxes.Add(2);
        Mailboxes.Add(3);
        Mailboxes.Syncs = keys => keys[0] != 1 || Attempts > 4;
        Seconds.Enqueue(1);
        var host = await StartGatewayAsync(runs: false);
        foreach (var account in (int[])[1, 2, 3])
        {
            await AcceptAsync(host, account);
        }

        Assert.That((await EndAllAsync(await StartGatewayAsync())).Select(call => call.State), Is.All.EqualTo(SyncState.Done));

        Assert.That(SyncedAccounts, Is.EqualTo(new[] { 1, 2, 3, 1, 1 }));
    }

    [Test]
    public async Task Where_nothing_shows_and_all_calls_take_a_second_each_has_its_turn()
    {
        Seconds.Enqueue(1);
        var host = await StartGatewayAsync(runs: false);
        foreach (var account in (int[])[1, 2, 3])
        {
            await AcceptAsync(host, account);
        }

        var calls = await EndAllAsync(await StartGatewayAsync());

        Assert.That(SyncedAccounts.Take(3), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(calls.Select(call => call.Attempts), Is.All.GreaterThan(20));
        Assert.That(calls.Select(call => call.Reason), Is.All.StartWith("given up: the tenant returned after 1.0 s"));
    }

    [Test]
    public async Task A_call_during_which_the_tenant_hangs_lets_the_others_go_first()
    {
        Mailboxes.ShowsDue = true;
        Mailboxes.Add(2);
        var usual = Upstream.Instead;
        Upstream.Instead = async (context, operation) =>
        {
            if (operation != "SyncEmailAccounts" || SyncedAccounts[^1] != 1 || Attempts > 2)
            {
                return await usual(context, operation);
            }

            Time.Advance(TimeSpan.FromMinutes(31));
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        Seconds.Enqueue(5);
        var host = await StartGatewayAsync(runs: false, ("Gateway:SyncPatienceMinutes", "600"));
        await AcceptAsync(host, 1);
        await AcceptAsync(host, 2);

        await EndAllAsync(await StartGatewayAsync(runs: true, ("Gateway:SyncPatienceMinutes", "600")));

        Assert.That(SyncedAccounts, Is.EqualTo(new[] { 1, 2, 1 }));
    }

    [Test]
    public async Task What_the_tenant_has_synced_meanwhile_is_not_asked_for_again()
    {
        Mailboxes.ShowsDue = true;
        Mailboxes.Add(90);
        Mailboxes.Syncs = _ => false;
        Seconds.Enqueue(1);
        var host = await StartGatewayAsync();
        await AcceptAsync(host, 90);
        await UntilAsync(host, calls => calls.Single() is { State: SyncState.Waiting, Attempts: 1 });

        Mailboxes.Sync(90);
        var call = await EndAsync(host);

        Assert.That((call.State, Attempts), Is.EqualTo((SyncState.Done, 1)), call.Reason);
    }

    [Test]
    public async Task A_sync_that_failed_at_the_mail_server_is_not_repeated_for_that()
    {
        Mailboxes.ShowsDue = Mailboxes.ShowsAccounts = true;
        Mailboxes.Add(90);
        Mailboxes.Break(90);
        Seconds.Enqueue(1);
        var host = await StartGatewayAsync();

        await AcceptAsync(host, 90);

        Assert.That(((await EndAsync(host)).State, Attempts), Is.EqualTo((SyncState.Done, 1)));
    }

    [TestCase(11, "")]
    [TestCase(0, "sal0")]
    public async Task All_accounts_of_an_associate_are_known_by_those_that_are_due(int associateId, string name)
    {
        Mailboxes.ShowsDue = true;
        Mailboxes.Add(90);
        Mailboxes.Add(91);
        Mailboxes.Syncs = _ => Attempts == 2;
        Seconds.Enqueue(1);
        var host = await StartGatewayAsync();
        var usual = Upstream.Instead;
        Upstream.Instead = async (context, operation) =>
        {
            var answered = await usual(context, operation);
            if (operation == "SyncEmailAccounts" && Attempts == 2)
            {
                Array.ForEach([90, 91], Mailboxes.Sync);
            }

            return answered;
        };

        await AcceptAsync(host, new SyncUserAccount { AssociateId = associateId, AssociateName = name });

        Assert.That(((await EndAsync(host)).State, Attempts), Is.EqualTo((SyncState.Done, 2)));
    }
}
