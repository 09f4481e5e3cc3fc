using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>Changes by another client on a real Dovecot, with and without the extensions that report them.</summary>
[Category(Tier.Servers)]
[TestFixture(null, '/', "")]
[TestFixture(null, '.', "INBOX.")]
[TestFixture("IMAP4rev1 LITERAL+ SASL-IR ENABLE LIST-EXTENDED LIST-STATUS SPECIAL-USE UIDPLUS MOVE CONDSTORE", '/', "")]
[TestFixture("IMAP4rev1 LITERAL+ UIDPLUS", '/', "")]
[TestFixture("IMAP4rev1 LITERAL+ UIDPLUS", '.', "INBOX.")]
[TestFixture("IMAP4rev1 LITERAL+ UIDPLUS", '.', "")]
public sealed class DovecotChangesTests(string? capabilities, char separator, string prefix) : DovecotSyncFixture
{
    private readonly Random _random = new(83);
    private int _number = 1000;

    protected override DovecotOptions Options => new() { Users = 20, Capabilities = capabilities, Separator = separator, Prefix = prefix };

    private string Sent => Named("Sent");

    [Test]
    public async Task A_week_of_changes_leaves_both_sides_equal()
    {
        string[] folders = [Inbox, Sent, Named("Blåbær & Søn"), Named("Deep/er")];
        await Other.CreateAsync(folders[2], Deadline);
        await Other.CreateAsync(folders[3], Deadline);
        await FillAsync(Inbox, 1, 40);
        await FillAsync(Sent, 100, 20);
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
        await Other.CreateAsync(Named("Old"), Deadline);
        await FillAsync(Inbox, 1, 12);
        await FillAsync(Named("Old"), 100, 8);
        await StartEngineAsync();
        var account = await AddAccountAsync();
        await SyncAsync(account);
        var before = await CachedMailbox.IdsAsync(Engine.Database, account);

        await Other.SelectAsync(Inbox, null, Deadline);
        await MoveAsync(UidSet.Of(2u, 3u, 11u), Sent);
        await Other.RenameAsync(Named("Old"), Named("New & improved"), Deadline);
        await SyncAsync(account);
        await AssertEqualAsync(account);

        await ReplaceAsync(Named("New & improved"));
        await SyncAsync(account);
        await SyncAsync(account);

        await AssertEqualAsync(account);
        Assert.That(await CachedMailbox.IdsAsync(Engine.Database, account), Is.EquivalentTo(before));
    }

    [Test]
    public async Task Folders_come_and_go()
    {
        await Other.CreateAsync(Named("Parent/child"), Deadline);
        await Other.CreateAsync(Named("Short-lived"), Deadline);
        await FillAsync(Named("Parent/child"), 1, 3);
        await FillAsync(Named("Short-lived"), 10, 3);
        await StartEngineAsync();
        var account = await AddAccountAsync();
        await SyncAsync(account);

        Assert.That(
            (await Engine.Get<FolderStore>().ListAsync(account, Deadline)).Single(folder => folder.Name == Named("Parent")).Selectable, Is.False,
            "a parent that only holds folders");

        await Other.DeleteAsync(Named("Short-lived"), Deadline);
        await Other.CreateAsync(Named("Another"), Deadline);
        await FillAsync(Named("Another"), 20, 3);
        await SyncAsync(account);
        await AssertEqualAsync(account);

        await Other.CreateAsync(Named("Short-lived"), Deadline);
        await FillAsync(Named("Short-lived"), 30, 2);
        await SyncAsync(account);
        await SyncAsync(account);
        await AssertEqualAsync(account);
        var names = (await Engine.Get<FolderStore>().ListAsync(account, Deadline)).Select(folder => folder.Name);
        Assert.That(names, Is.SupersetOf(new[] { Named("Another"), Named("Short-lived"), Named("Parent/child") }));
    }

    [Test]
    public async Task The_folders_with_a_purpose_are_found()
    {
        await StartEngineAsync();
        var account = await AddAccountAsync();
        await SyncAsync(account);
        var folders = await Engine.Get<FolderStore>().ListAsync(account, Deadline);

        foreach (var use in Enum.GetValues<SpecialUse>())
        {
            Assert.That(SpecialFolders.Find(folders, use)?.Name, Is.EqualTo(Named($"{use}")), "by attribute or by name");
        }
    }

    /// <summary>The name on this server of a folder that is written with slashes.</summary>
    private string Named(string name) => prefix + name.Replace('/', separator);

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

    /// <summary>Deletes a folder and creates it again with the same messages in another order: another UIDVALIDITY, other UIDs.</summary>
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
