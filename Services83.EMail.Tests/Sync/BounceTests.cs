using NUnit.Framework;
using Services83.EMail.Storage.Mail.Reports;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Storage.Webhooks;
using Services83.EMail.Tests.Support;
using Services83.EMail.Tests.Webhooks;

namespace Services83.EMail.Tests.Sync;

/// <summary>Reports of messages that were not delivered are tied to messages that were sent here, and to nothing else.</summary>
[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class BounceTests : WebhookFixture
{
    private BounceStore Bounces => Engine.Get<BounceStore>();

    [Test]
    public async Task A_report_is_shown_with_the_message_it_is_about_and_told()
    {
        await StartTellingAsync();
        var sent = await SentAsync();
        var webhook = await AddAsync();
        Anna.Inbox.Append(Report("failed", "BOB@other.example"));
        Anna.Inbox.Append(Report("delayed", "carl@other.example"));

        await SyncAsync();

        var bounces = (await ListAsync()).OrderBy(bounce => bounce.Recipient, StringComparer.Ordinal).ToArray();
        Assert.That(bounces.Select(bounce => (bounce.OutgoingId, bounce.Recipient, bounce.Action, bounce.Status, bounce.Subject)), Is.EqualTo(new[]
        {
            (sent, "bob@other.example", BounceAction.Failed, "5.1.1", "Offer"), (sent, "carl@other.example", BounceAction.Delayed, "5.1.1", "Offer"),
        }));
        Assert.That((bounces[0].Diagnostic, bounces[0].ReportingServer), Is.EqualTo(("550 5.1.1 No such user", "mx.other.example")));
        await DeliverAsync(webhook);
        var told = Receiver.Events.Single(one => $"{one["type"]}" == "messageBounced");
        Assert.That($"{told["accountId"]} {told["emailItemId"]} {told["messageId"]} {told["recipient"]} {told["status"]} {told["subject"]}", Is.EqualTo(
            $"{Account} {bounces[0].ItemId} offer@test.example bob@other.example 5.1.1 Offer"));
        Assert.That(Receiver.Events.Count(one => $"{one["type"]}" == "messageNew"), Is.EqualTo(2), "the reports are messages too");
        Assert.That(await ItemsAsync("Returned mail"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_report_that_is_repeated_or_lies_says_nothing_new()
    {
        await StartTellingAsync();
        await SentAsync();
        var webhook = await AddAsync(WebhookEvents.MessageBounced);
        Anna.Inbox.Append(Report("failed", "bob@other.example"));
        await SyncAsync();
        Anna["Sent"].Append(Report("failed", "bob@other.example"));
        Anna.Inbox.Append(Report("failed", "bob@other.example", status: "5.7.1"));
        Anna.Inbox.Append(Report("failed", "stranger@other.example"));
        Anna.Inbox.Append(Report("failed", "bob@other.example", messageId: "never-sent@test.example"));
        Anna.Inbox.Append(Report("delivered", "carl@other.example"));
        Anna.Inbox.ResetUidValidity();
        await SyncAsync();

        Assert.That((await ListAsync()).Select(bounce => (bounce.Recipient, bounce.Status)), Is.EqualTo(new[] { ("bob@other.example", "5.1.1") }));
        Assert.That(await ToldAsync(webhook), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_report_in_somebody_elses_account_is_nothing_but_mail()
    {
        await StartTellingAsync();
        await SentAsync();
        Anna.Inbox.Append(Report("failed", "bob@other.example"));

        await Engine.SyncAsync(await Engine.AddAccountAsync(Server, Anna), Deadline);

        Assert.That(await ListAsync(), Is.Empty);
    }

    [Test]
    public async Task Reports_go_with_the_message_that_they_are_about()
    {
        await StartTellingAsync();
        var sent = await SentAsync();
        Anna.Inbox.Append(Report("failed", "bob@other.example"));
        await SyncAsync();

        await Engine.Get<OutboxStore>().RemoveAsync(sent, Deadline);

        Assert.That(await ListAsync(), Is.Empty);
    }

    private Task<IReadOnlyList<Bounce>> ListAsync() => Bounces.ListAsync(DateTimeOffset.UnixEpoch, 100, Deadline);

    private async Task<int> SentAsync()
    {
        var owner = (await Engine.Get<Services83.EMail.Storage.AccountStore>().FindAsync(Account, Deadline))!.AssociateId;
        return (await Engine.Get<OutboxStore>().AddAsync(
            new(owner, "smtp.test.example", "anna@test.example", ["bob@other.example", "carl@other.example"])
            {
                AccountId = Account, MessageId = "offer@test.example", Subject = "Offer",
            },
            Deadline))!.Value;
    }

    private static byte[] Report(string action, string recipient, string messageId = "offer@test.example", string status = "5.1.1") => System.Text.Encoding.UTF8.GetBytes(
        $"""
        From: MAILER-DAEMON@mx.other.example
        Subject: Returned mail
        Message-ID: <{Guid.NewGuid():N}@mx.other.example>
        Content-Type: multipart/report; report-type=delivery-status; boundary=b

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.other.example

        Final-Recipient: rfc822; {recipient}
        Action: {action}
        Status: {status}
        Diagnostic-Code: smtp; 550 {status} No such user
        --b
        Content-Type: text/rfc822-headers

        Message-ID: <{messageId}>
        --b--

        """.ReplaceLineEndings("\r\n"));
}
