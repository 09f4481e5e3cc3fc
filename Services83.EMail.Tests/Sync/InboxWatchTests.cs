using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Background;
using Services83.EMail.Sandbox;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Webhooks;
using Services83.EMail.Sync.Watch;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>New mail in a watched inbox is fetched without anybody asking.</summary>
[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class InboxWatchTests : SyncFixture
{
    private readonly ManualTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    [Test]
    public async Task Mail_is_fetched_when_it_arrives([Values("QRESYNC", "neither")] string tier)
    {
        await StartAsync(Capabilities(tier));
        await SyncAsync();
        await using var engine = await WatchAsync();
        await Server.Log.WaitForAsync("IDLE", 1, Deadline);

        Anna.Inbox.Append(Message("news"));

        await UntilEqualAsync(engine);
    }

    [Test]
    public async Task What_arrived_before_the_watch_began_is_fetched_too()
    {
        await StartAsync();
        await SyncAsync();
        Anna.Inbox.Append(Message("news"));

        await using var engine = await WatchAsync();

        await UntilEqualAsync(engine);
    }

    [Test]
    public async Task A_watch_that_breaks_is_taken_up_again_after_a_growing_wait()
    {
        await StartAsync();
        await SyncAsync();
        Server.Log.Clear();
        Server.Faults.OnEvery("IDLE").DropLine();
        await using var engine = await WatchAsync();
        await Server.Log.WaitForAsync("IDLE", 1, Deadline);

        await AdvanceUntilAsync(() => Server.Log.Count("IDLE") == 2, TimeSpan.FromSeconds(5), atLeast: TimeSpan.FromSeconds(20));
        await AdvanceUntilAsync(() => Server.Log.Count("IDLE") == 3, TimeSpan.FromSeconds(5), atLeast: TimeSpan.FromSeconds(40));
        Server.Faults.Clear();
        await AdvanceUntilAsync(() => Server.Log.Count("IDLE") == 4, TimeSpan.FromSeconds(5), atLeast: TimeSpan.FromSeconds(80));
        Anna.Inbox.Append(Message("news"));

        await UntilEqualAsync(engine);
        Assert.That((await engine.Get<AccountStore>().FindAsync(Account, Deadline))!.Status, Is.EqualTo(AccountStatus.Ok), "the account is well");
    }

    [TestCase("10", "1", 1)]
    [TestCase("2", "10", 2)]
    [TestCase("10", "10", 3)]
    [TestCase("0", "10", 0)]
    public async Task No_more_accounts_are_watched_than_the_settings_say(string all, string perHost, int watched)
    {
        await StartAsync();
        await SyncAsync();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await Engine.SyncAsync(await Engine.AddAccountAsync(Server, Anna), Deadline);
        }

        Server.Log.Clear();
        await using var engine = await WatchAsync(("Sync:IdleAccounts", all), ("Sync:IdleAccountsPerHost", perHost));
        await Server.Log.WaitForAsync("IDLE", watched, Deadline);
        await AdvanceUntilAsync(() => true, TimeSpan.FromSeconds(30));

        Assert.That(Server.Log.Count("IDLE"), Is.EqualTo(watched));
    }

    [Test]
    public async Task Accounts_for_which_a_webhook_waits_come_first()
    {
        await StartAsync();
        await SyncAsync();
        var second = await Engine.AddAccountAsync(Server, Anna);
        var third = await Engine.AddAccountAsync(Server, Anna);
        await Engine.SyncAsync(second, Deadline);
        await Engine.SyncAsync(third, Deadline);
        var accounts = Engine.Get<AccountStore>();
        var webhooks = Engine.Get<WebhookStore>();
        var owner = (await accounts.FindAsync(second, Deadline))!.AssociateId;
        await accounts.SetUsedAsync(third, Deadline);

        await webhooks.AddAsync(new("https://crm.example.com/", new Secret("x"), WebhookEvents.MessageNew, null, null), Deadline);
        await webhooks.AddAsync(new("https://crm.example.com/", new Secret("x"), WebhookEvents.AccountError, Account, null), Deadline);
        Assert.That((await accounts.InOrderAsync(Deadline)).Select(account => account.AccountId), Is.EqualTo(new[] { third, second, Account }));
        await webhooks.AddAsync(new("https://crm.example.com/", new Secret("x"), WebhookEvents.MessageNew, Account, null), Deadline);
        Assert.That((await accounts.InOrderAsync(Deadline))[0].AccountId, Is.EqualTo(Account));
        await webhooks.AddAsync(new("https://crm.example.com/", new Secret("x"), WebhookEvents.MessageNew, null, owner), Deadline);
        Assert.That((await accounts.InOrderAsync(Deadline)).Select(account => account.AccountId), Is.EqualTo(new[] { second, Account, third }));
    }

    [Test]
    public async Task A_server_without_idle_is_left_alone()
    {
        await StartAsync([.. SandboxCapabilities.Full.Except(["IDLE"])]);
        await SyncAsync();
        Server.Log.Clear();
        await using var engine = await WatchAsync();
        await Server.Log.WaitForAsync("LOGOUT", 1, Deadline);
        await AdvanceUntilAsync(() => true, TimeSpan.FromHours(1));

        Assert.That(Server.Log.Count("LOGIN") + Server.Log.Count("AUTHENTICATE"), Is.EqualTo(1));
        Assert.That(Server.Log.Count("NOOP"), Is.Zero);
    }

    [Test]
    public async Task An_account_that_is_disabled_is_watched_no_longer()
    {
        await StartAsync();
        await SyncAsync();
        await using var engine = await WatchAsync();
        await Server.Log.WaitForAsync("IDLE", 1, Deadline);
        await engine.Get<AccountStore>().SetDisabledAsync(Account, true, Deadline);

        await AdvanceUntilAsync(() => Server.Log.ConnectionsNow == 0, TimeSpan.FromSeconds(1));
    }

    /// <summary>Another engine on the same data, whose watches go by the test's clock.</summary>
    private Task<TestEngine> WatchAsync(params (string Key, string Value)[] settings) => TestEngine.StartOnAsync(
        Engine.DataFolder,
        Server,
        services =>
        {
            services.AddSingleton(provider => ActivatorUtilities.CreateInstance<InboxWatcher>(provider, (TimeProvider)_clock));
            services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Supervisor>(provider, (TimeProvider)_clock));
        },
        settings.Length > 0 ? settings : [("Sync:IdleAccounts", "10")]);

    private Task UntilEqualAsync(TestEngine engine) => engine.UntilAsync(
        async () => (await CachedMailbox.ReadAsync(engine.Database, Account)).SequenceEqual(CachedMailbox.Of(Anna)), Deadline);

    private async Task AdvanceUntilAsync(Func<bool> isSo, TimeSpan step, TimeSpan atLeast = default)
    {
        var began = _clock.GetUtcNow();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        do
        {
            _clock.Advance(step);
            await timer.WaitForNextTickAsync(Deadline);
        }
        while (!isSo());

        Assert.That(_clock.GetUtcNow() - began, Is.GreaterThanOrEqualTo(atLeast));
    }
}
