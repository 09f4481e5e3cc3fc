using NUnit.Framework;
using Services83.EMail.Filing;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Storage.Mail.Maildrops;
using Services83.EMail.Sync.Run;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Maildrops;

/// <summary>POP3 has no folders: those of such an account are here, and changes in them are done at once.</summary>
[Category(Tier.Engines)]
public sealed class LocalFolderTests : MaildropFixture
{
    [Test]
    public async Task An_account_has_its_folders_from_the_beginning()
    {
        await StartAsync();
        var account = await Engine.Get<AccountStore>().FindForSyncAsync(Account, Deadline);
        var listed = await Engine.Get<FolderLister>().RefreshAsync(account!, Deadline);
        await SyncAsync();
        var synced = await Engine.Get<FolderLister>().RefreshAsync(account!, Deadline);

        Assert.That(listed.Select(folder => (folder.Name, folder.Total)), Is.EqualTo(new[] { ("INBOX", 0), ("Drafts", 0), ("Sent", 0), ("Trash", 0) }));
        Assert.That((synced[0].Total, synced[0].Unread, synced[1].Total), Is.EqualTo((3, 3, 0)));
        foreach (var use in new[] { SpecialUse.Drafts, SpecialUse.Sent, SpecialUse.Trash })
        {
            Assert.That(SpecialFolders.Find(listed, use)?.Name, Is.EqualTo($"{use}"));
        }
    }

    [Test]
    public async Task Flags_and_moves_are_done_at_once_and_outlive_a_sync()
    {
        await StartAsync();
        await SyncAsync();
        var (first, second) = ((await ItemsAsync()).Single(item => item.Subject == "message 1"), (await ItemsAsync()).Single(item => item.Subject == "message 2"));
        var changes = Engine.Get<ChangeRecorder>();
        await changes.SetFlagAsync([first.ItemId, second.ItemId], EMailFlags.Seen, on: true, Deadline);
        await changes.SetFlagAsync([second.ItemId], EMailFlags.Seen, on: false, Deadline);
        await changes.SetRepliedAsync([first.ItemId], Deadline);
        var trash = await FolderAsync("Trash");
        await changes.MoveAsync([first.ItemId, second.ItemId], trash.FolderId, Deadline);
        await changes.MoveAsync([second.ItemId], (await FolderAsync("INBOX")).FolderId, Deadline);
        await changes.SetSubscribedAsync(Account, trash.FolderId, subscribed: false, Deadline);
        var pending = await Engine.Database.QueryAsync<int>("SELECT change_id FROM email_change", new { }, Deadline);
        var requested = await Engine.Get<SyncQueue>().HasRequestAsync(Account, Deadline);
        await SyncAsync();

        Assert.That((pending, requested), Is.EqualTo((Array.Empty<int>(), false)).UsingPropertiesComparer());
        Assert.That((await ItemsAsync("Trash")).Select(item => (item.ItemId, item.Flags, item.Uid)), Is.EqualTo(new[] { (first.ItemId, EMailFlags.Seen | EMailFlags.Answered, (long?)1) }));
        Assert.That(await SubjectsAsync(), Is.EqualTo(new[] { "message 3", "message 2" }), "a moved message gets a new UID");
        Assert.That((await ItemsAsync()).Single(item => item.ItemId == second.ItemId).Flags, Is.EqualTo(default(EMailFlags)));
        Assert.That((await FolderAsync("Trash")).Subscribed, Is.False);
        Assert.That((Server.Count("DELE"), Server.Count("RETR")), Is.EqualTo((0, 3)));
    }

    [Test]
    public async Task What_is_written_here_stays_here()
    {
        await StartAsync();
        var drafts = await FolderAsync("Drafts");
        var first = await AppendAsync(drafts, "draft", null);
        var second = await AppendAsync(drafts, "better draft", first);
        await AppendAsync(await FolderAsync("Sent"), "sent", null);
        await SyncAsync();

        Assert.That(second, Is.EqualTo(first));
        Assert.That((await SubjectsAsync("Drafts"), await SubjectsAsync("Sent")), Is.EqualTo((new[] { "better draft" }, new[] { "sent" })).UsingPropertiesComparer());
        Assert.That((await ItemsAsync("Drafts")).Single().Uid, Is.EqualTo(2), "a new version has a new UID");
        Assert.That(await Engine.Database.QueryAsync<int>("SELECT change_id FROM email_change", new { }, Deadline), Is.Empty);
    }

    [Test]
    public async Task Folders_can_be_added_and_deleted_with_their_messages()
    {
        await StartAsync();
        await SyncAsync();
        var local = Engine.Get<LocalFolders>();
        await local.CreateAsync(Account, "Blåbær", Deadline);
        var item = (await ItemsAsync()).Single(one => one.Subject == "message 2");
        await Engine.Get<ChangeRecorder>().MoveAsync([item.ItemId], (await FolderAsync("Blåbær")).FolderId, Deadline);
        await local.DeleteAsync(await FolderAsync("Blåbær"), Deadline);
        await SyncAsync();

        Assert.That(Server.Messages.Select(message => message.Id), Is.EqualTo(new[] { "id1", "id3" }), "its messages are deleted like all others");
        await Assert.CatchAsync<InvalidArgumentException>(() => local.CreateAsync(Account, "Sent", Deadline));
        await Assert.CatchAsync<InvalidArgumentException>(async () => await local.DeleteAsync(await FolderAsync("Sent"), Deadline));
    }

    [Test]
    public async Task A_deleted_account_leaves_nothing_here_and_deletes_nothing_there()
    {
        await StartAsync(deleteAfter: 14);
        await SyncAsync();
        await Engine.Get<AccountStore>().DeleteAsync(Account, Deadline);
        await TrySyncAsync();

        foreach (var table in new[] { "maildrop_message", "email_item", "email_folder", "content" })
        {
            Assert.That(await Engine.Database.QueryAsync<int>($"SELECT 1 FROM {table}", new { }, Deadline), Is.Empty, table);
        }

        Assert.That(Server.Messages, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task An_account_keeps_its_protocol()
    {
        await StartAsync();
        var account = await StateAsync();
        var draft = new AccountDraft
        {
            AccountId = Account,
            AssociateId = account.AssociateId,
            EmailAddress = account.EmailAddress,
            Incoming = new LoginDraft(new MailEndpoint("127.0.0.1", 993, MailSecurity.Tls), "", "anna", null),
        };

        var error = await Assert.CatchAsync<InvalidArgumentException>(() => Engine.Get<AccountStore>().UpdateAsync(draft, Deadline));
        Assert.That(error.Message, Does.Contain("is synced over POP3. To sync the mailbox over IMAP, delete the account and add it again."));
        Assert.That(await Engine.Get<AccountStore>().SetDeleteAfterAsync(Account, 7, Deadline), Is.True);
        Assert.That((await StateAsync()).DeleteAfterDays, Is.EqualTo(7));
    }

    private Task<int> AppendAsync(StoredFolder folder, string subject, int? replaces)
    {
        var message = new MessageToAppend(Account, folder.FolderId, ContentReader.Whole(Message(subject)), EMailFlags.Seen, TimeProvider.System.GetUtcNow())
        {
            Replaces = replaces,
        };
        return Engine.Database.WriteAsync((transaction, token) => Engine.Get<AppendRecorder>().AppendAsync(transaction, message, token), Deadline);
    }
}
