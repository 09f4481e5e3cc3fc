using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>Changes behind our back on a real Dovecot, with and without the extensions that tell of them.</summary>
[TestFixture(null)]
[TestFixture("IMAP4rev1 LITERAL+ SASL-IR ENABLE LIST-EXTENDED LIST-STATUS SPECIAL-USE UIDPLUS MOVE CONDSTORE")]
[TestFixture("IMAP4rev1 LITERAL+ UIDPLUS")]
public sealed class DovecotChangesTests(string? capabilities) : DovecotSyncFixture
{
    private readonly Random _random = new(83);
    private int _number = 1000;

    protected override DovecotOptions Options => new() { Users = 20, Capabilities = capabilities };

    [Test]
    public async Task A_week_of_changes_leaves_both_sides_equal()
    {
        string[] folders = [Inbox, "Sent", "Blåbær & Søn", "Deep/er"];
        await Other.CreateAsync(folders[2], Deadline);
        await Other.CreateAsync(folders[3], Deadline);
        await FillAsync(Inbox, 1, 40);
        await FillAsync("Sent", 100, 20);
        await StartEngineAsync();
        var account = await AddAccountAsync();
        for (var day = 0; day < 7; day++)
        {
            await SyncAsync(account);
            await AssertEqualAsync(account);
            for (var change = 0; change < 12; change++)
            {
                await ChangeAsync(folders);
            }
        }
    }

    [Test]
    public async Task Ids_survive_moves_renames_and_new_uidvalidity()
    {
        await Other.CreateAsync("Old", Deadline);
        await FillAsync(Inbox, 1, 12);
        await FillAsync("Old", 100, 8);
        await StartEngineAsync();
        var account = await AddAccountAsync();
        await SyncAsync(account);
        var before = await CachedMailbox.IdsAsync(Engine.Database, account);

        await Other.SelectAsync(Inbox, null, Deadline);
        await MoveAsync(UidSet.Of(2u, 3u, 11u), "Sent");
        await Other.RenameAsync("Old", "New & improved", Deadline);
        await SyncAsync(account);
        await AssertEqualAsync(account);

        await ReplaceAsync("New & improved");
        await SyncAsync(account);
        await SyncAsync(account);

        await AssertEqualAsync(account);
        Assert.That(await CachedMailbox.IdsAsync(Engine.Database, account), Is.EquivalentTo(before));
    }

    [Test]
    public async Task Folders_come_and_go()
    {
        await Other.CreateAsync("Parent/child", Deadline);
        await Other.CreateAsync("Short-lived", Deadline);
        await FillAsync("Parent/child", 1, 3);
        await FillAsync("Short-lived", 10, 3);
        await StartEngineAsync();
        var account = await AddAccountAsync();
        await SyncAsync(account);

        await Other.DeleteAsync("Short-lived", Deadline);
        await Other.CreateAsync("Another", Deadline);
        await FillAsync("Another", 20, 3);
        await SyncAsync(account);
        await AssertEqualAsync(account);

        await Other.CreateAsync("Short-lived", Deadline);
        await FillAsync("Short-lived", 30, 2);
        await SyncAsync(account);
        await SyncAsync(account);
        await AssertEqualAsync(account);
        var names = (await Engine.Get<FolderStore>().ListAsync(account, Deadline)).Select(folder => folder.Name);
        Assert.That(names, Is.SupersetOf(new[] { "Another", "Short-lived", "Parent/child" }));
    }

    private async Task ChangeAsync(string[] folders)
    {
        var folder = folders[_random.Next(folders.Length)];
        await Other.SelectAsync(folder, null, Deadline);
        var uids = (await Other.UidSearchAsync(ImapSearch.All, Deadline)).ToArray();
        var uid = uids.Length > 0 ? UidSet.Of(uids[_random.Next(uids.Length)]) : UidSet.Empty;
        switch (uid.IsEmpty ? 0 : _random.Next(6))
        {
            case 0 or 1:
                await FillAsync(folder, _number++, 1);
                break;
            case 2:
                await Other.UidStoreAsync(uid, StoreMode.Add, [ImapFlags.Seen, ImapFlags.Flagged], null, Deadline);
                break;
            case 3:
                await Other.UidStoreAsync(uid, StoreMode.Replace, [], null, Deadline);
                break;
            case 4:
                await Other.UidStoreAsync(uid, StoreMode.Add, [ImapFlags.Deleted], null, Deadline);
                await Other.ExpungeAsync(Deadline);
                break;
            default:
                await MoveAsync(uid, folders[_random.Next(folders.Length)]);
                break;
        }
    }

    private async Task MoveAsync(UidSet uids, string destination)
    {
        await Other.UidCopyAsync(uids, destination, Deadline);
        await Other.UidStoreAsync(uids, StoreMode.Add, [ImapFlags.Deleted], null, Deadline);
        await Other.UidExpungeAsync(uids, Deadline);
    }

    /// <summary>Deletes a folder and makes it anew with the same messages in another order: another UIDVALIDITY, other UIDs.</summary>
    private async Task ReplaceAsync(string folder)
    {
        await Other.SelectAsync(folder, null, Deadline);
        var messages = new List<(uint Uid, byte[] Raw)>();
        foreach (var message in await Other.ToListAsync(UidSet.All, FetchItems.Body, Deadline))
        {
            messages.Add((message.Uid, message.Body!.Bytes!));
        }

        await Other.SelectAsync(Inbox, null, Deadline);
        await Other.DeleteAsync(folder, Deadline);
        await Other.CreateAsync(folder, Deadline);
        foreach (var (_, raw) in messages.OrderByDescending(message => message.Uid))
        {
            await Other.AppendMessageAsync(folder, raw, Deadline);
        }
    }
}
