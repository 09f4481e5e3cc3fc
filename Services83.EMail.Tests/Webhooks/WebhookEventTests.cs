using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Webhooks;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Webhooks;

/// <summary>Which events are told of, and what they say.</summary>
[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class WebhookEventTests : WebhookFixture
{
    [Test]
    public async Task A_new_message_is_told_with_its_ids_and_header_and_without_its_text()
    {
        await StartTellingAsync();
        var webhook = await AddAsync();
        Anna.Inbox.Append(Message("Blåbær \"x\""), [@"\Seen", @"\Flagged"], new DateTimeOffset(2026, 11, 20, 10, 1, 2, TimeSpan.Zero));

        await SyncAsync();
        await DeliverAsync(webhook);

        var request = Receiver.Requests.Single();
        Assert.That(request.Path, Is.EqualTo("POST /hook?tenant=7"));
        Assert.That($"{request.Json["type"]}", Is.EqualTo("mail.events"));
        var told = request.Events.Single();
        Assert.That($"{told["type"]} {told["accountId"]} {told["emailItemId"]} {told["folderId"]}", Is.EqualTo(
            $"messageNew {Account} {await ItemAsync("Blåbær \"x\"")} {(await FolderAsync("INBOX")).FolderId}"));
        Assert.That($"{told["subject"]}", Is.EqualTo("Blåbær \"x\""));
        Assert.That($"{told["from"]!["name"]} {told["from"]!["address"]}", Is.EqualTo("Anna anna@test.example"));
        Assert.That(told["flags"]!.AsArray().Select(flag => $"{flag}"), Is.EqualTo(new[] { "Seen", "Flagged" }));
        Assert.That($"{told["receivedAt"]} {told["sentAt"]}", Is.EqualTo("2026-11-20T10:01:02.000Z 2026-11-20T10:00:00.000Z"));
        Assert.That(request.Body, Does.Not.Contain("Text of"));
    }

    [Test]
    public async Task What_others_change_on_the_server_is_told_once([Values("QRESYNC", "neither")] string tier)
    {
        await StartTellingAsync(tier);
        var (flagged, moved, gone) = (await ItemAsync("inbox 1"), await ItemAsync("inbox 3"), await ItemAsync("inbox 5"));
        var webhook = await AddAsync();
        Anna.Inbox.SetFlags(1, @"\Flagged");
        Anna.Inbox.Move(Anna["Sent"], 3);
        Anna.Inbox.Expunge(5);

        await SyncAsync();
        await SyncAsync();

        Assert.That(await ToldAsync(webhook), Is.EquivalentTo(new[] { $"messageUpdated {flagged}", $"messageUpdated {moved}", $"messageDeleted {gone}" }));
        var inSent = Receiver.Events.Single(one => (int)one["emailItemId"]! == moved);
        Assert.That((int)inSent["folderId"]!, Is.EqualTo((await FolderAsync("Sent")).FolderId));
        await SyncAsync();
        Assert.That(await ToldAsync(webhook), Is.Empty);
    }

    [Test]
    public async Task What_callers_change_is_told_when_the_server_has_it()
    {
        await StartTellingAsync();
        var (read, moved, gone) = (await ItemAsync("inbox 1"), await ItemAsync("inbox 3"), await ItemAsync("inbox 5"));
        var webhook = await AddAsync();
        await MarkAsync(read, read: true);
        await MoveAsync(moved, "Sent");
        await DeleteAsync(gone);
        Assert.That(await ToldAsync(webhook), Is.Empty);

        await SettleAsync();

        Assert.That(await ToldAsync(webhook), Is.EquivalentTo(new[] { $"messageUpdated {read}", $"messageUpdated {moved}", $"messageDeleted {gone}" }));
    }

    [Test]
    public async Task A_message_that_is_changed_and_deleted_before_anybody_is_told_has_only_its_ids()
    {
        await StartTellingAsync();
        var webhook = await AddAsync();
        var uid = Anna.Inbox.Append(Message("short life"));
        await SyncAsync();
        var item = await ItemAsync("short life");
        Anna.Inbox.SetFlags(uid, @"\Seen");
        await SyncAsync();
        Anna.Inbox.Expunge(uid);
        await SyncAsync();

        Assert.That(await ToldAsync(webhook), Is.EqualTo(new[] { $"messageNew {item}", $"messageDeleted {item}" }));
        Assert.That(Receiver.Events.Select(one => one["subject"]), Is.All.Null);
    }

    [Test]
    public async Task A_receiver_is_told_only_what_it_asked_for_and_of_the_accounts_it_was_added_for()
    {
        await StartTellingAsync();
        var other = await Engine.AddAccountAsync(Server, Anna);
        var owner = (await Engine.Get<AccountStore>().FindAsync(other, Deadline))!.AssociateId;
        var (all, deletions, ofAccount, ofAssociate) = (
            await AddAsync(), await AddAsync(WebhookEvents.MessageDeleted), await AddAsync(account: Account), await AddAsync(associate: owner));
        var ofAnother = await AddAsync(associate: (await Engine.Get<AccountStore>().FindAsync(Account, Deadline))!.AssociateId);

        await Engine.SyncAsync(other, Deadline);

        var stored = Anna.Folders.Sum(folder => folder.Messages.Count);
        Assert.That((await ToldAsync(all)).Count, Is.EqualTo(stored));
        Assert.That((await ToldAsync(ofAssociate)).Count, Is.EqualTo(stored));
        Assert.That(await ToldAsync(deletions), Is.Empty);
        Assert.That(await ToldAsync(ofAccount), Is.Empty);
        Assert.That(await ToldAsync(ofAnother), Is.Empty);
    }

    [Test]
    public async Task A_failing_account_is_told_once_and_not_for_a_single_failure()
    {
        await StartTellingAsync();
        var webhook = await AddAsync();
        Server.Faults.OnEvery("LIST").ReplyNo("[UNAVAILABLE] later");
        var told = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            await Engine.SyncAsync(Account, Deadline);
            told.Add((await ToldAsync(webhook)).Count);
        }

        Server.Faults.Clear();
        Server.Faults.RefuseLogin();
        await Engine.SyncAsync(Account, Deadline);
        var refused = await ToldAsync(webhook);

        Assert.That(told, Is.EqualTo(new[] { 0, 0, 1, 0 }));
        Assert.That(refused, Is.EqualTo(new[] { "accountError" }));
        var error = Receiver.Events.Single();
        Assert.That($"{error["accountId"]} {error["status"]}", Is.EqualTo($"{Account} failed"));
        Assert.That($"{error["reason"]}", Is.EqualTo((await Engine.Get<AccountStore>().FindAsync(Account, Deadline))!.ErrorReason));
    }

    [Test]
    public async Task An_event_is_stored_with_its_change_or_neither_is()
    {
        await StartTellingAsync();
        var webhook = await AddAsync();
        Anna.Inbox.Append(Message("news"));
        await Engine.Database.ExecuteAsync(TestStorage.Refuse("boom", "INSERT ON webhook_event", "boom"), new { }, Deadline);
        Assert.That((await Engine.SyncAsync(Account, Deadline)).Error, Is.Not.Null);
        Assert.That(await ItemsAsync("news"), Is.Empty);

        await Engine.Database.ExecuteAsync(TestStorage.Allow("boom"), new { }, Deadline);
        await SyncAsync();

        Assert.That(await ToldAsync(webhook), Is.EqualTo(new[] { $"messageNew {await ItemAsync("news")}" }));
    }

    [Test]
    public async Task Many_events_are_few_requests_in_the_order_of_the_events()
    {
        await StartTellingAsync();
        var webhook = await AddAsync();
        for (var i = 0; i < 250; i++)
        {
            Anna.Inbox.Append(Message($"many {i}"));
        }

        await SyncAsync();
        await DeliverAsync(webhook);

        Assert.That(Receiver.Requests.Select(request => request.Events.Count), Is.EqualTo(new[] { 100, 100, 50 }));
        Assert.That(Receiver.Events.Select(one => (int)one["emailItemId"]!), Is.Unique.And.Ordered);
        Assert.That(Receiver.Requests.Select(request => request.Id), Is.Unique);
    }

    [Test]
    public async Task Without_a_receiver_nothing_is_stored()
    {
        await StartTellingAsync();
        var removed = await AddAsync();
        await Webhooks.RemoveAsync(removed, Deadline);
        Anna.Inbox.Append(Message("news"));
        Anna.Inbox.Expunge(1);
        await SyncAsync();

        Assert.That(await Engine.Database.QueryAsync<int>("SELECT COUNT(*) FROM webhook_event", new { }, Deadline), Is.EqualTo(new[] { 0 }));
    }
}
