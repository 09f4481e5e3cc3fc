using Microsoft.AspNetCore.Http;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Tests.Support;
using Services83.EMail.Webhooks;

namespace Services83.EMail.Tests.Webhooks;

/// <summary>What happens when a receiver does not accept a request.</summary>
[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class WebhookDeliveryTests : WebhookFixture
{
    [Test]
    public async Task A_request_that_fails_is_repeated_unchanged_after_growing_waits_and_later_events_wait()
    {
        await StartTellingAsync();
        var webhook = await AddNewsAsync();
        Receiver.AnswerWith(500);
        for (var i = 0; i < 4; i++)
        {
            await DeliverAsync(webhook);
            await DeliverAsync(webhook);
            var state = await StateAsync(webhook);
            Assert.That((state.Attempts, state.LastError), Is.EqualTo((i + 1, "The receiver answered 500 Internal Server Error.")));
            Assert.That(state.RetryAt - Clock.GetUtcNow(), Is.InRange(TimeSpan.FromSeconds(3.7 * (1 << i)), TimeSpan.FromSeconds(6.3 * (1 << i))));
            Clock.Advance(TimeSpan.FromMinutes(2));
        }

        Anna.Inbox.Append(Message("more news"));
        await SyncAsync();
        Receiver.AnswerWith(200);
        await DeliverAsync(webhook);

        var requests = Receiver.Requests.ToArray();
        Assert.That(requests, Has.Length.EqualTo(6));
        Assert.That(requests[..5].Select(request => (request.Id, request.Body)).Distinct().Count(), Is.EqualTo(1), "the same request");
        Assert.That(requests.Select(request => request.Timestamp).Distinct().Count(), Is.EqualTo(5), "the time is that of the attempt");
        Assert.That(requests[5].Id, Is.Not.EqualTo(requests[0].Id));
        Assert.That(Receiver.Requests.TakeLast(2).SelectMany(request => request.Events).Select(one => $"{one["subject"]}"), Is.EqualTo(new[] { "news", "more news" }));
        var after = await StateAsync(webhook);
        Assert.That((after.Attempts, after.LastError, after.Waiting), Is.EqualTo((0, "", 0)));
    }

    [Test]
    public async Task An_accepted_request_whose_acceptance_could_not_be_stored_is_repeated_under_its_id()
    {
        await StartTellingAsync();
        var webhook = await AddNewsAsync();
        await Engine.Database.ExecuteAsync(TestStorage.Refuse("boom", "UPDATE ON webhook_delivery", "boom", "NEW.delivered_at IS NOT NULL"), new { }, Deadline);
        Assert.That(() => DeliverAsync(webhook), Throws.Exception);

        await Engine.Database.ExecuteAsync(TestStorage.Allow("boom"), new { }, Deadline);
        await DeliverAsync(webhook);
        await DeliverAsync(webhook);

        Assert.That(Receiver.Requests, Has.Count.EqualTo(2));
        Assert.That(Receiver.Requests.Select(request => (request.Id, request.Body)).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task After_three_days_a_receiver_is_given_up_and_after_a_retry_it_is_told_since_when_events_are_missing()
    {
        await StartTellingAsync();
        var webhook = await AddNewsAsync();
        Receiver.AnswerWith(503);
        for (var i = 0; i < 100 && !(await StateAsync(webhook)).Held; i++)
        {
            await DeliverAsync(webhook);
            Clock.Advance(TimeSpan.FromHours(2));
        }

        Assert.That(Receiver.Requests.Count, Is.EqualTo(1 + (72 / 2)));
        Anna.Inbox.Append(Message("missed"));
        await SyncAsync();
        var state = await StateAsync(webhook);
        Assert.That((state.Held, state.Waiting, state.LastError), Is.EqualTo((true, 0, "The receiver answered 503 Service Unavailable.")));

        Receiver.AnswerWith(200);
        Receiver.Requests.Clear();
        await DeliverAsync(webhook);
        Assert.That(Receiver.Requests, Is.Empty, "given up");
        Assert.That(await Webhooks.RetryAsync(webhook, skip: false, Deadline));
        await DeliverAsync(webhook);

        var requests = Receiver.Requests.ToArray();
        Assert.That(requests.Select(request => string.Join(' ', request.Kinds)), Is.EqualTo(new[] { "messageNew", "" }));
        Assert.That(requests[0].Json["data"]!["missedSince"], Is.Null);
        Assert.That(DateTimeOffset.Parse($"{requests[1].Json["data"]!["missedSince"]}", null), Is.EqualTo(state.MissedSince));
        Assert.That((await StateAsync(webhook)).MissedSince, Is.Null);
    }

    [Test]
    public async Task A_request_that_a_receiver_never_accepts_can_be_skipped()
    {
        await StartTellingAsync();
        var webhook = await AddNewsAsync();
        Receiver.AnswerWith(400);
        await DeliverAsync(webhook);
        Anna.Inbox.Append(Message("more news"));
        await SyncAsync();

        Assert.That(await Webhooks.RetryAsync(webhook, skip: true, Deadline));
        Receiver.AnswerWith(200);
        Receiver.Requests.Clear();
        await DeliverAsync(webhook);

        var request = Receiver.Requests.Single();
        Assert.That(request.Json["data"]!["missedSince"], Is.Not.Null);
        Assert.That(request.Events.Select(one => $"{one["subject"]}"), Is.EqualTo(new[] { "more news" }));
        Assert.That(await Webhooks.RetryAsync(webhook + 1, skip: true, Deadline), Is.False);
    }

    [Test]
    public async Task A_receiver_that_is_gone_is_given_up_at_once_and_one_that_wants_to_wait_is_left_alone_for_so_long()
    {
        await StartTellingAsync();
        var webhook = await AddNewsAsync();
        Receiver.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = "1200";
            return Task.CompletedTask;
        };
        await DeliverAsync(webhook);
        Assert.That((await StateAsync(webhook)).RetryAt - Clock.GetUtcNow(), Is.EqualTo(TimeSpan.FromMinutes(20)).Within(TimeSpan.FromSeconds(1)));

        Clock.Advance(TimeSpan.FromMinutes(21));
        Receiver.AnswerWith(410);
        await DeliverAsync(webhook);

        Assert.That((await StateAsync(webhook)).Held);
    }

    [Test]
    public async Task No_redirect_is_followed()
    {
        await StartTellingAsync();
        await using var elsewhere = await WebhookReceiver.StartAsync();
        var webhook = await AddNewsAsync();
        Receiver.Answer = context =>
        {
            context.Response.Redirect(elsewhere.Url, permanent: true, preserveMethod: true);
            return Task.CompletedTask;
        };
        await DeliverAsync(webhook);

        Assert.That(elsewhere.Requests, Is.Empty);
        Assert.That((await StateAsync(webhook)).LastError, Does.StartWith("The receiver answered 308"));
    }

    [Test]
    public async Task An_endless_answer_is_not_read_to_its_end()
    {
        await StartTellingAsync();
        var webhook = await AddNewsAsync();
        Receiver.Answer = async context =>
        {
            var piece = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            }
        };

        await DeliverAsync(webhook);

        Assert.That((await StateAsync(webhook)).Attempts, Is.Zero, "its status was 200");
    }

    [Test]
    public async Task A_receiver_that_does_not_answer_fails_after_the_configured_time()
    {
        await StartTellingAsync();
        var webhook = await AddNewsAsync();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Receiver.Answer = context =>
        {
            reached.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        var delivering = DeliverAsync(webhook);
        await reached.Task.WaitAsync(Deadline);

        Clock.Advance(TimeSpan.FromSeconds(15));
        await delivering;

        Assert.That((await StateAsync(webhook)).LastError, Is.EqualTo("The receiver did not answer within 15 s."));
    }

    [TestCase("http://127.0.0.1:1/", "does not connect to 127.0.0.1: its address is not public, and is not in Webhooks:PrivateNetworks.")]
    [TestCase("http://localhost:1/", "does not connect to localhost: its address is not public")]
    [TestCase("http://[::ffff:127.0.0.1]:1/", "its address is not public")]
    [TestCase("http://2130706433:1/", "does not connect to 127.0.0.1: its address is not public")]
    public async Task A_receiver_in_a_private_network_is_not_connected_to(string url, string expected)
    {
        await StartAsync(null, ("Sync:SweepSeconds", "3600"));
        var webhook = await AddAsync(url: url);
        await SyncAsync();
        await DeliverAsync(webhook);

        Assert.That((await StateAsync(webhook)).LastError, Does.Contain(expected));
    }

    [Test]
    public async Task A_receiver_whose_certificate_nobody_trusts_gets_nothing()
    {
        await StartTellingAsync();
        using var certificate = TestCertificate.ForLoopback();
        await using var secure = await WebhookReceiver.StartAsync(certificate.Certificate);
        var webhook = await AddNewsAsync(secure.Url);
        await DeliverAsync(webhook);

        Assert.That(secure.Requests, Is.Empty);
        Assert.That((await StateAsync(webhook)).LastError, Does.StartWith("The receiver has no valid certificate: its issuer is not trusted"));
    }

    [Test]
    public async Task A_receiver_that_hangs_does_not_delay_another_one()
    {
        await StartTellingAsync();
        await using var other = await WebhookReceiver.StartAsync();
        Receiver.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await AddAsync();
        await AddAsync(url: other.Url);
        Anna.Inbox.Append(Message("news"));
        await SyncAsync();

        await using var runner = await TestEngine.StartOnAsync(
            Engine.DataFolder, Server, services => services.AddWebhookRunner(), ("Webhooks:PrivateNetworks:0", "127.0.0.0/8"));
        await runner.UntilAsync(() => Task.FromResult(!other.Requests.IsEmpty && !Receiver.Requests.IsEmpty), Deadline);

        Assert.That(other.Events.Select(one => $"{one["subject"]}"), Is.EqualTo(new[] { "news" }));
        Assert.That(runner.Log.Lines, Has.None.Contain("whsec_").And.None.Contain("tenant=7"));
    }

    /// <summary>Adds a receiver, and then a message.</summary>
    private async Task<int> AddNewsAsync(string? url = null)
    {
        var webhook = await AddAsync(url: url);
        Anna.Inbox.Append(Message("news"));
        await SyncAsync();
        return webhook;
    }
}
