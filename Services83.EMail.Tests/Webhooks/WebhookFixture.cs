using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Storage.Webhooks;
using Services83.EMail.Tests.Support;
using Services83.EMail.Tests.Sync.Pushes;
using Services83.EMail.Webhooks;

namespace Services83.EMail.Tests.Webhooks;

/// <summary>A synced mailbox, and a receiver of webhooks. Requests are delivered when a test says so.</summary>
public abstract class WebhookFixture : PushFixture
{
    protected WebhookReceiver Receiver { get; private set; } = null!;

    /// <summary>The clock by which is delivered.</summary>
    protected ManualTimeProvider Clock { get; private set; } = null!;

    protected WebhookStore Webhooks => Engine.Get<WebhookStore>();

    [SetUp]
    public async Task StartReceiver() => (Receiver, Clock) = (await WebhookReceiver.StartAsync(), new(TimeProvider.System.GetUtcNow()));

    [TearDown]
    public async Task StopReceiver() => await Receiver.DisposeAsync();

    /// <summary>Starts with a mailbox that is synced already, so that nobody is told of what it holds.</summary>
    protected async Task StartTellingAsync(string tier = "QRESYNC")
    {
        await StartAsync(Capabilities(tier), ("Sync:SweepSeconds", "3600"), ("Webhooks:PrivateNetworks:0", "127.0.0.0/8"));
        await SyncAsync();
    }

    protected Task<int> AddAsync(WebhookEvents events = WebhookEvents.All, int? account = null, int? associate = null, string? url = null) =>
        Webhooks.AddAsync(new(url ?? Receiver.Url, WebhookSignature.CreateSecret(), events, account, associate), Deadline);

    /// <summary>Delivers what is due by the test's clock.</summary>
    protected async Task DeliverAsync(int webhook)
    {
        using var sender = ActivatorUtilities.CreateInstance<WebhookSender>(Engine.Services, (TimeProvider)Clock);
        var deliveries = ActivatorUtilities.CreateInstance<DeliveryStore>(Engine.Services, (TimeProvider)Clock);
        await ActivatorUtilities.CreateInstance<WebhookCourier>(Engine.Services, (TimeProvider)Clock, sender, deliveries).DeliverAsync(webhook, Deadline);
    }

    protected async Task<StoredWebhook> StateAsync(int webhook) => (await Webhooks.ListAsync(Deadline)).Single(one => one.WebhookId == webhook);

    /// <summary>What was delivered since the last call.</summary>
    protected async Task<IReadOnlyList<string>> ToldAsync(int webhook)
    {
        Receiver.Requests.Clear();
        await DeliverAsync(webhook);
        return [.. Receiver.Events.Select(one => $"{one["type"]} {one["emailItemId"]}".TrimEnd())];
    }
}
