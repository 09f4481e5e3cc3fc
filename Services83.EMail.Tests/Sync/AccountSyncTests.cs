using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>Changes on a server reach the database, with any set of extensions.</summary>
[Category(Tier.Engines)]
[TestFixture("QRESYNC")]
[TestFixture("CONDSTORE")]
[TestFixture("neither")]
[CancelAfter(60_000)]
public sealed class AccountSyncTests(string tier) : SyncFixture
{
    [SetUp]
    public Task Start() => StartAsync(Capabilities(tier));

    [Test]
    public async Task The_first_sync_stores_every_message_of_every_folder()
    {
        await SyncAsync();

        await AssertEqualAsync();
        Assert.That((await StoredAccountAsync()).Status, Is.EqualTo(AccountStatus.Ok));
    }

    [Test]
    public async Task New_messages_and_flags_and_deletions_arrive_with_the_next_sync()
    {
        await SyncAsync();
        Anna.Inbox.Append(Message("new"));
        Anna.Inbox.SetFlags(1, @"\Seen", @"\Flagged");
        Anna.Inbox.SetFlags(2);
        Anna.Inbox.Expunge(3);

        await SyncAsync();

        await AssertEqualAsync();
    }

    [Test]
    public async Task A_deletion_alone_is_noticed()
    {
        await SyncAsync();
        Anna.Inbox.Expunge(5);

        await SyncAsync();

        await AssertEqualAsync();
    }

    [Test]
    public async Task A_moved_message_keeps_its_id()
    {
        await SyncAsync();
        var before = await IdsAsync();
        Anna.Inbox.Move(Anna["Archive/2025"], 1, 2);

        await SyncAsync();

        await AssertEqualAsync();
        Assert.That(await IdsAsync(), Is.EquivalentTo(before));
    }

    [Test]
    public async Task Ids_survive_a_changed_uidvalidity_and_nothing_counts_as_new()
    {
        await SyncAsync();
        var before = await IdsAsync();
        var inbox = await FolderAsync("INBOX");
        var reader = Engine.Get<MessageReader>();
        await reader.SetAnnouncedAsync(before.Values, Deadline);
        Anna.Inbox.ResetUidValidity();

        await SyncAsync();

        await AssertEqualAsync();
        Assert.That(await IdsAsync(), Is.EquivalentTo(before));
        Assert.That(await reader.UnannouncedAsync([inbox.FolderId], 1, Deadline), Is.Empty);
    }

    [Test]
    public async Task Messages_of_a_renamed_folder_keep_their_ids()
    {
        await SyncAsync();
        var before = await IdsAsync();
        Anna.RenameFolder("Blåbær & Søn", "Blåbær & Datter");

        await SyncAsync();

        await AssertEqualAsync();
        Assert.That(await IdsAsync(), Is.EquivalentTo(before));
    }

    [Test]
    public async Task A_deleted_folder_goes_with_its_messages_and_may_come_back()
    {
        await SyncAsync();
        Anna.DeleteFolder("Blåbær & Søn");
        await SyncAsync();
        await AssertEqualAsync();
        Assert.That((await FoldersAsync()).Select(folder => folder.Name), Has.None.EqualTo("Blåbær & Søn"));

        Anna.CreateFolder("Blåbær & Søn").Append(Message("again"));
        await SyncAsync();
        await AssertEqualAsync();
    }

    [Test]
    public async Task The_same_content_twice_is_stored_once_and_listed_twice()
    {
        Anna.Inbox.Append(Message("twin"));
        Anna["Sent"].Append(Message("twin"));

        await SyncAsync();

        await AssertEqualAsync();
        var bodies = await Engine.Database.FirstOrDefaultAsync<int>(
            "SELECT COUNT(*) FROM content WHERE subject = 'twin'", new { }, Deadline);
        Assert.That(bodies, Is.EqualTo(1));
    }

    [Test]
    public async Task A_sync_without_changes_opens_no_folder_that_the_list_has_cleared()
    {
        await SyncAsync();
        Server.Log.Clear();

        await SyncAsync();

        var work = Server.Log.Entries.Count(entry => entry.User is not null && entry.Command is not ("LOGOUT" or "CAPABILITY"));
        Assert.That(work, tier == "neither" ? Is.GreaterThan(3) : Is.LessThanOrEqualTo(3), Server.Log.ToString());
    }

    [Test]
    public async Task A_week_of_changes_leaves_both_sides_equal()
    {
        var random = new Random(20261120);
        for (var day = 0; day < 7; day++)
        {
            for (var change = 0; change < 25; change++)
            {
                ChangeSomething(random, day * 100 + change);
            }

            await SyncAsync();
            await AssertEqualAsync();
        }
    }

    private void ChangeSomething(Random random, int number)
    {
        var folders = Anna.Folders.Where(folder => folder.IsSelectable).ToArray();
        var folder = folders[random.Next(folders.Length)];
        var uid = folder.Messages.Select(message => message.Uid).OrderBy(_ => random.Next()).FirstOrDefault();
        switch (uid == 0 ? 0 : random.Next(6))
        {
            case 0 or 1:
                folder.Append(Message($"change {number}"));
                break;
            case 2 or 3:
                folder.SetFlags(uid, random.Next(2) == 0 ? [@"\Seen"] : [@"\Flagged", @"\Answered"]);
                break;
            case 4:
                folder.Expunge(uid);
                break;
            default:
                folder.Move(folders[random.Next(folders.Length)], uid);
                break;
        }
    }

    private async Task<IReadOnlyDictionary<string, int>> IdsAsync() => await CachedMailbox.IdsAsync(Engine.Database, Account);

    private Task<IReadOnlyList<StoredFolder>> FoldersAsync() => Engine.Get<FolderStore>().ListAsync(Account, Deadline);

    private async Task<StoredFolder> FolderAsync(string name) => (await FoldersAsync()).Single(folder => folder.Name == name);

    private async Task<StoredAccount> StoredAccountAsync() => (await Engine.Get<AccountStore>().FindAsync(Account, Deadline))!;
}
