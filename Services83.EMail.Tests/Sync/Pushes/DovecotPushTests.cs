using NUnit.Framework;
using Services83.EMail.Filing;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync.Pushes;

/// <summary>Changes made here reach a real Dovecot, with and without the extensions that make it easy.</summary>
[Category(Tier.Servers)]
[TestFixture(null)]
[TestFixture("IMAP4rev1 LITERAL+ SASL-IR UIDPLUS")]
[TestFixture("IMAP4rev1 LITERAL+ SASL-IR")]
public sealed class DovecotPushTests(string? capabilities) : DovecotSyncFixture
{
    protected override DovecotOptions Options => new() { Users = 5, Capabilities = capabilities };

    [Test]
    public async Task Every_kind_of_change_arrives_and_ids_survive()
    {
        await Other.CreateAsync("Blåbær & Søn", Deadline);
        await FillAsync(Inbox, 1, 12);
        await StartEngineAsync(("Sync:SweepSeconds", "3600"));
        var account = await AddAccountAsync();
        await SyncAsync(account);
        var items = await ShownAsync(account, Inbox);
        var (target, recorder) = (await FolderAsync(account, "Blåbær & Søn"), Engine.Get<ChangeRecorder>());

        await recorder.SetFlagAsync(items[..4], EMailFlags.Seen, on: true, Deadline);
        await recorder.MoveAsync(items[2..6], target.FolderId, Deadline);
        await recorder.SetFlagAsync(items[3..5], EMailFlags.Flagged, on: true, Deadline);
        await recorder.DeleteAsync(items[8..10], Deadline);
        await recorder.SetSubscribedAsync(account, target.FolderId, subscribed: true, Deadline);
        for (var i = 0; i < 3; i++)
        {
            await SyncAsync(account);
        }

        Assert.That(await Engine.Get<ChangeReports>().CountAsync(Deadline), Is.Empty);
        Assert.That(await ShownAsync(account, "Blåbær & Søn"), Is.EquivalentTo(items[2..6]));
        Assert.That(await ShownAsync(account, Inbox), Is.EquivalentTo(items[..2].Concat(items[6..8]).Concat(items[10..])));
        Assert.That((await FolderAsync(account, "Blåbær & Søn")).Subscribed, Is.True);
        await AssertEqualAsync(account);
        await AssertOnServerAsync("Blåbær & Søn", all: 4, seen: 2, flagged: 2);
    }

    [Test]
    public async Task What_is_written_here_is_there_once_and_its_new_version_takes_its_place()
    {
        await StartEngineAsync(("Sync:SweepSeconds", "3600"));
        var account = await AddAccountAsync();
        await SyncAsync(account);
        var drafts = await FolderAsync(account, "Drafts");

        var draft = await AppendAsync(drafts, GeneratedMail.Message(1), replaces: null);
        var other = await AppendAsync(drafts, GeneratedMail.Message(2), replaces: null);
        await SyncAsync(account);
        await AssertOnServerAsync("Drafts", all: 2, seen: 2, flagged: 0);
        Assert.That(await AppendAsync(drafts, GeneratedMail.Message(3), replaces: draft), Is.EqualTo(draft));
        for (var i = 0; i < 3; i++)
        {
            await SyncAsync(account);
        }

        Assert.That(await Engine.Get<ChangeReports>().CountAsync(Deadline), Is.Empty);
        Assert.That(await ShownAsync(account, "Drafts"), Is.EqualTo(new[] { draft, other }));
        Assert.That((await Engine.Get<MessageReader>().FindAsync(draft, Scope.Everybody, Deadline))!.MessageId, Is.EqualTo("mail-3@test.example"));
        await AssertEqualAsync(account);
    }

    private Task<int> AppendAsync(StoredFolder folder, byte[] octets, int? replaces)
    {
        var message = new MessageToAppend(
            folder.AccountId, folder.FolderId, ContentReader.Whole(octets), EMailFlags.Draft | EMailFlags.Seen, TimeProvider.System.GetUtcNow()) { Replaces = replaces };
        return Engine.Database.WriteAsync(
            (transaction, token) => Engine.Get<AppendRecorder>().AppendAsync(transaction, message, token), Deadline);
    }

    private async Task AssertOnServerAsync(string folder, int all, int seen, int flagged)
    {
        await Other.SelectAsync(folder, null, Deadline);
        var messages = await Other.ToListAsync(UidSet.All, FetchItems.Flags, Deadline);
        Assert.That(messages, Has.Count.EqualTo(all));
        Assert.That(messages.Count(message => message.Flags!.Contains(ImapFlags.Seen)), Is.AtLeast(seen));
        Assert.That(messages.Count(message => message.Flags!.Contains(ImapFlags.Flagged)), Is.AtLeast(flagged));
    }

    private async Task<int[]> ShownAsync(int account, string folder) =>
    [
        .. (await Engine.Get<MessageReader>().ListFolderAsync((await FolderAsync(account, folder)).FolderId, Deadline))
            .Select(item => item.ItemId).Order(),
    ];

    private async Task<StoredFolder> FolderAsync(int account, string name) =>
        (await Engine.Get<FolderStore>().ListAsync(account, Deadline)).Single(folder => folder.Name == name);
}
