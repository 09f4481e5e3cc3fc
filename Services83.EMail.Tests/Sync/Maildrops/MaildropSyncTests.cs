using System.Text;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Storage.Sending;
using Services83.EMail.Storage.Webhooks;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Maildrops;

/// <summary>What is fetched over POP3, and what is not.</summary>
[Category(Tier.Engines)]
public sealed class MaildropSyncTests : MaildropFixture
{
    private static readonly string[] All = ["message 1", "message 2", "message 3"];

    [Test]
    public async Task Every_message_is_fetched_once_the_newest_first_as_it_is_and_stays_on_the_server()
    {
        await StartAsync();
        await SyncAsync();
        var fetched = Server.Commands.Where(command => command.StartsWith("RETR", StringComparison.Ordinal)).ToArray();
        var items = await ItemsAsync();
        var bytes = await Engine.Get<MessageReader>().RawAsync(items.Single(item => item.Subject == "message 2").ContentId, Deadline);
        Server.Add("id4", Message("message 4"));
        await SyncAsync();

        Assert.That(fetched, Is.EqualTo(new[] { "RETR 3", "RETR 2", "RETR 1" }));
        Assert.That(bytes, Is.EqualTo(Server.Messages[1].Raw));
        Assert.That(await SubjectsAsync(), Is.EqualTo(All.Append("message 4")), "UIDs are in the order of the server");
        Assert.That((Server.Count("RETR"), Server.Count("DELE"), Server.Messages.Count), Is.EqualTo((4, 0, 4)));
        Assert.That((await StateAsync()).Status, Is.EqualTo(AccountStatus.Ok));
    }

    [Test]
    public async Task What_does_not_fit_into_the_cache_is_left_on_the_server_and_fetched_when_there_is_room()
    {
        await StartAsync(("Sync:MaxCacheBytes", "5000"));
        Server.Add("id4", Message("message 4", padding: 300));
        var full = await TrySyncAsync();
        Assert.That(full.Error, Is.InstanceOf<ThrottledException>().With.Message.Contains("One message was left on the mail server."));
        Assert.That((await SubjectsAsync(), (await StateAsync()).Status), Is.EqualTo((All, AccountStatus.Failing)));
        Assert.That(Server.Count("RETR 4"), Is.Zero);

        await Engine.Get<AccountStore>().UpdateAsync(AccountDraft.Of(await StateAsync()) with { MaxCacheBytes = 0 }, Deadline);
        await SyncAsync();
        Assert.That(await SubjectsAsync(), Is.EqualTo(All.Append("message 4")));
    }

    [Test]
    public async Task New_mail_is_new_once_and_has_its_date_of_receipt()
    {
        await StartAsync();
        Server.Messages.Clear();
        Server.Add("id1", Message("dated", received: "Sat, 21 Nov 2026 08:30:00 +0100"));
        await SyncAsync();
        var inbox = await FolderAsync("INBOX");
        var first = await Engine.Get<MessageReader>().UnannouncedAsync([inbox.FolderId], 10, Deadline);
        var hasNewer = await Engine.Get<MessageReader>().HasNewerAsync(inbox.FolderId, first.Single().ItemId, Deadline);
        Server.Add("id2", Message("later"));
        await SyncAsync();

        Assert.That(first.Single().ReceivedAt, Is.EqualTo(new DateTimeOffset(2026, 11, 21, 7, 30, 0, TimeSpan.Zero)));
        Assert.That(hasNewer, Is.False);
        Assert.That(await Engine.Get<MessageReader>().HasNewerAsync(inbox.FolderId, first.Single().ItemId, Deadline), Is.True);
    }

    [Test]
    public async Task A_server_that_gives_all_messages_new_ids_causes_no_second_copies_and_brings_nothing_back()
    {
        await StartAsync();
        await SyncAsync();
        await DeleteAsync("message 2");
        var before = (await ItemsAsync()).Select(item => item.ItemId).ToArray();
        var messages = Server.Messages.ToArray();
        Server.Messages.Clear();
        await SyncAsync();
        foreach (var message in messages)
        {
            Server.Add($"new-{message.Id}", message.Raw);
        }

        await SyncAsync();
        await SyncAsync();

        Assert.That((await ItemsAsync()).Select(item => item.ItemId), Is.EqualTo(before));
        Assert.That(Server.Messages.Select(message => message.Id), Is.EqualTo(new[] { "new-id1", "new-id3" }));
    }

    [Test]
    public async Task A_maildrop_that_is_empty_for_a_while_is_recognised_when_it_comes_back()
    {
        await StartAsync();
        await SyncAsync();
        var messages = Server.Messages.ToArray();
        Server.Messages.Clear();
        await SyncAsync();
        Server.Messages.AddRange(messages);
        await SyncAsync();

        Assert.That(await SubjectsAsync(), Is.EqualTo(All));
        Assert.That(Server.Count("RETR"), Is.EqualTo(3));
    }

    [Test]
    public async Task Two_messages_with_the_same_bytes_are_two_messages()
    {
        await StartAsync();
        Server.Add("copy", Message("message 1"));
        await SyncAsync();
        await SyncAsync();

        Assert.That(await SubjectsAsync(), Is.EqualTo(All.Append("message 1")));
    }

    [Test]
    public async Task Messages_older_than_the_history_are_not_fetched_until_it_is_longer()
    {
        await StartAsync(("Sync:HistoryDays", "30"));
        Server.Messages.Clear();
        Server.Add("old", Message("old", received: "Sun, 1 Feb 2015 08:30:00 +0000"));
        Server.Add("new", Message("new", received: TimeProvider.System.GetUtcNow().AddDays(-1).ToString("R")));
        await SyncAsync();
        await SyncAsync();

        Assert.That(await SubjectsAsync(), Is.EqualTo(new[] { "new" }));
        Assert.That((Server.Count("TOP"), Server.Count("RETR")), Is.EqualTo((2, 1)), "each header is read once");
    }

    [Test]
    public async Task What_happens_is_told_to_webhooks_and_reports_are_tied_to_what_was_sent()
    {
        await StartAsync();
        await Engine.Get<WebhookStore>().AddAsync(new("https://hooks.test.example/", new Secret("whsec_AAAA"), WebhookEvents.All, null, null), Deadline);
        await Engine.Get<OutboxStore>().AddAsync(
            new((await StateAsync()).AssociateId, "smtp.test.example", "anna@test.example", ["bob@other.example"])
            {
                AccountId = Account, MessageId = "offer@test.example", Subject = "Offer",
            },
            Deadline);
        Server.Add("report", Encoding.UTF8.GetBytes(
            """
            Message-ID: <report@test.example>
            Subject: Returned mail
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.other.example

            Final-Recipient: rfc822; bob@other.example
            Action: failed
            Status: 5.1.1
            --b
            Content-Type: text/rfc822-headers

            Message-ID: <offer@test.example>
            --b--

            """.ReplaceLineEndings("\r\n")));
        await SyncAsync();
        await Engine.Get<ChangeRecorder>().SetFlagAsync([(await ItemsAsync())[0].ItemId], EMailFlags.Seen, on: true, Deadline);
        await DeleteAsync("message 2");
        await SyncAsync();

        var told = await Engine.Database.QueryAsync<int>("SELECT kind FROM webhook_event ORDER BY kind", new { }, Deadline);
        Assert.That(told.Select(kind => (WebhookEvents)kind), Is.EqualTo(new[]
        {
            WebhookEvents.MessageNew, WebhookEvents.MessageNew, WebhookEvents.MessageNew, WebhookEvents.MessageNew, WebhookEvents.MessageDeleted,
            WebhookEvents.MessageUpdated, WebhookEvents.MessageBounced,
        }));
    }
}
