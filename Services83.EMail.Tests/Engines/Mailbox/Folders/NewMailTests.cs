using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Mailbox.Folders;

/// <summary>GetNewMail and HasNewMail: no message is lost, and none is returned twice.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
public sealed class NewMailTests : SoapFixture
{
    private int _account;
    private int _inbox;
    private int _archive;

    [SetUp]
    public async Task Start()
    {
        await StartAsync(TestContext.CurrentContext.Test.MethodName!.Contains("bounded", StringComparison.Ordinal) ? [] : ["--Sync:BatchMessages=2"]);
        for (var i = 1; i <= 5; i++)
        {
            AnnasMail.Inbox.Append(Letter($"mail {i}"), internalDate: new DateTimeOffset(2026, 11, i, 9, 0, 0, TimeSpan.Zero));
        }

        _account = await Server.AddAccountAsync(AnnasMail, SoapTestServer.Anna, Deadline);
        var folders = await GetAsync<EMailFolder[]>(SoapTestServer.Anna, "CacheFolderList");
        _inbox = folders!.Single(folder => folder.Name == "INBOX").EmailFolderId;
        _archive = folders!.Single(folder => folder.Name == "Archive/2025").EmailFolderId;
    }

    [Test]
    public async Task Each_message_is_told_once_newest_first()
    {
        Assert.That(await NewAsync(_inbox), Is.EqualTo(new[] { "mail 5", "mail 4", "mail 3", "mail 2", "mail 1" }));
        Assert.That(await NewAsync(_inbox), Is.Empty);
        AnnasMail.Inbox.Append(Letter("one more"));
        Assert.That(await NewAsync(_inbox), Is.EqualTo(new[] { "one more" }));
        Assert.That(await NewAsync(_inbox), Is.Empty);
    }

    [Test]
    public async Task What_a_sync_fetched_before_is_still_new()
    {
        await SyncAsync(SoapTestServer.Anna, _account);
        AnnasMail.Inbox.Append(Letter("later"));
        Succeeded(await CallAsync(
            SoapTestServer.Anna, "SyncEmailAccounts", ("SyncUserAccounts", new[] { new SyncUserAccount { AccountId = _account } })));
        await Server.WhenIdleAsync(Deadline);

        Assert.That(await NewAsync(_inbox), Has.Length.EqualTo(6));
    }

    [Test]
    public async Task Several_folders_may_be_asked_for_and_the_same_one_twice()
    {
        AnnasMail["Archive/2025"].Append(Letter("archived"));

        Assert.That(await NewAsync(_archive, _inbox, _archive), Has.Length.EqualTo(6).And.One.EqualTo("archived"));
    }

    [Test]
    public async Task Without_folders_the_subscribed_ones_and_the_inbox_are_meant()
    {
        AnnasMail["Sent"].Append(Letter("sent"));
        AnnasMail["Junk"].Append(Letter("junk"));
        AnnasMail["Junk"].IsSubscribed = false;
        AnnasMail.Inbox.IsSubscribed = false;

        Assert.That(await NewAsync(), Has.Length.EqualTo(6).And.One.EqualTo("sent").And.None.EqualTo("junk"));
        Succeeded(await CallAsync(SoapTestServer.Anna, "GetNewMail"));
    }

    [Test]
    public async Task A_moved_message_is_neither_told_again_nor_lost()
    {
        Assert.That(await NewAsync(_inbox), Has.Length.EqualTo(5));
        AnnasMail["Archive/2025"].Append(Letter("archived"));
        Assert.That(await NewAsync(_archive), Is.EqualTo(new[] { "archived" }));

        AnnasMail.Inbox.Move(AnnasMail["Archive/2025"], 5);
        Assert.That(await NewAsync(_archive, _inbox), Is.Empty, "it was told in the inbox");

        AnnasMail.Inbox.Append(Letter("not told yet"));
        await SyncAsync(SoapTestServer.Anna, _account);
        AnnasMail["Archive/2025"].Append(Letter("newer"));
        Assert.That(await NewAsync(_archive), Is.EqualTo(new[] { "newer" }));
        AnnasMail.Inbox.Move(AnnasMail["Archive/2025"], AnnasMail.Inbox.Messages[^1].Uid);
        Assert.That(await NewAsync(_archive), Is.EqualTo(new[] { "not told yet" }));
    }

    [Test]
    public async Task A_changed_uidvalidity_makes_nothing_new()
    {
        await NewAsync(_inbox);
        AnnasMail.Inbox.ResetUidValidity();

        Assert.That(await NewAsync(_inbox), Is.Empty);
    }

    [Test]
    public async Task A_line_that_breaks_in_between_loses_nothing()
    {
        Server.Mail.Faults.On("UID FETCH", nth: 3).CloseInsideLiteral(10);

        Refused(await CallAsync(SoapTestServer.Anna, "GetNewMail", ("Folders", new[] { _inbox })), "MailServer");

        Assert.That(await NewAsync(_inbox), Has.Length.EqualTo(5));
    }

    [Test]
    public async Task A_reply_is_bounded_and_the_rest_comes_with_the_next_one()
    {
        for (var i = 6; i <= 510; i++)
        {
            AnnasMail.Inbox.Append(Letter($"mail {i}"), internalDate: new DateTimeOffset(2026, 11, 6, 9, 0, 0, TimeSpan.Zero).AddMinutes(i));
        }

        var first = await CallAsync(SoapTestServer.Anna, "GetNewMail", ("Folders", new[] { _inbox }));
        Assert.That(Succeeded(first).Read<EMailEnvelope[]>(), Has.Length.EqualTo(500));
        Assert.That(first.ExtraInfo["NewMailRemains"], Is.EqualTo("true"));
        Assert.That(await HasNewAsync(await ItemAsync("mail-510")), Is.True, "there is more");

        var second = await CallAsync(SoapTestServer.Anna, "GetNewMail", ("Folders", new[] { _inbox }));
        Assert.That(Succeeded(second).Read<EMailEnvelope[]>()!.Select(envelope => envelope.Subject)!.Last(), Is.EqualTo("mail 1"));
        Assert.That(second.Read<EMailEnvelope[]>(), Has.Length.EqualTo(10));
        Assert.That(second.ExtraInfo, Is.Empty);
        Assert.That(await HasNewAsync(await ItemAsync("mail-510")), Is.False);
    }

    [Test]
    public async Task Calls_at_the_same_time_hand_out_each_message_once()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => NewAsync(_inbox)));

        Assert.That(replies.SelectMany(reply => reply), Is.EquivalentTo(new[] { "mail 5", "mail 4", "mail 3", "mail 2", "mail 1" }));
    }

    [Test]
    public async Task A_folder_of_somebody_else_or_of_nobody_is_not_found()
    {
        Refused(await CallAsync(SoapTestServer.Bob, "GetNewMail", ("Folders", new[] { _inbox })), "NotFound");
        Refused(await CallAsync(SoapTestServer.Bob, "HasNewMail", ("MailItemId", 0), ("FolderId", _inbox)), "NotFound");
        Refused(await CallAsync(SoapTestServer.Anna, "GetNewMail", ("Folders", new[] { _inbox, 4711 })), "NotFound");
        Refused(await CallAsync(SoapTestServer.Anna, "HasNewMail", ("MailItemId", 0), ("FolderId", 4711)), "NotFound");
        Refused(await CallAsync(SoapTestServer.Bob, "GetNewMail"), "NotFound");
        Assert.That(await NewAsync(_inbox), Has.Length.EqualTo(5), "a refused request tells nothing");
    }

    [Test]
    public async Task Has_new_mail_asks_the_database_only()
    {
        Assert.That(await HasNewAsync(0), Is.False, "nothing has been fetched yet");
        await SyncAsync(SoapTestServer.Anna, _account);
        Server.Mail.Log.Clear();

        Assert.That(await HasNewAsync(0), Is.True);
        AnnasMail.Inbox.Append(Letter("still on the server only"));
        Assert.That(await HasNewAsync(await ItemAsync("mail-5")), Is.False);
        Assert.That(Server.Mail.Log.ConnectionsOpened, Is.Zero);
    }

    [TestCase("mail-5", TestName = "Has_new_mail_after_the_newest_message")]
    [TestCase("mail-1", TestName = "Has_new_mail_after_the_message_stored_last")]
    public async Task Has_new_mail_becomes_true_with_the_next_message_and_not_before(string known)
    {
        await SyncAsync(SoapTestServer.Anna, _account);
        var id = await ItemAsync(known);
        var before = await HasNewAsync(id);
        AnnasMail.Inbox.Append(Letter("next"));
        await SyncAsync(SoapTestServer.Anna, _account);

        Assert.That((before, await HasNewAsync(id)), Is.EqualTo((false, true)));
    }

    private async Task<string?[]> NewAsync(params int[] folders)
    {
        var envelopes = await GetAsync<EMailEnvelope[]>(SoapTestServer.Anna, "GetNewMail", ("Folders", folders));
        return [.. envelopes!.Select(envelope => envelope.Subject)];
    }

    private Task<bool> HasNewAsync(int item) => GetAsync<bool>(SoapTestServer.Anna, "HasNewMail", ("MailItemId", item), ("FolderId", _inbox));

    private async Task<int> ItemAsync(string id) => (await FindAsync(SoapTestServer.Anna, $"{id}@test.example"))!.EmailItemId;
}
