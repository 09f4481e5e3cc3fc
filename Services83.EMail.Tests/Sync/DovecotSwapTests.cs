using System.Text.RegularExpressions;
using NUnit.Framework;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Sync;

/// <summary>
/// Folders of a real Dovecot that swap their names between two syncs. It never gives two folders the same UIDVALIDITY by itself, so some tests
/// see to it by the file that it keeps the number in, as a restored or copied maildir may have it.
/// </summary>
[Category(Tier.Servers)]
[TestFixture(null, true)]
[TestFixture(null, false)]
[TestFixture("IMAP4rev1 LITERAL+ SASL-IR ENABLE UIDPLUS MOVE LIST-EXTENDED LIST-STATUS CONDSTORE", true)]
[TestFixture("IMAP4rev1 LITERAL+ SASL-IR UIDPLUS", true)]
[TestFixture("IMAP4rev1 LITERAL+ SASL-IR UIDPLUS", false)]
public sealed partial class DovecotSwapTests(string? capabilities, bool sameNumbers) : DovecotSyncFixture
{
    private int _account;

    protected override DovecotOptions Options => new() { Users = 5, Capabilities = capabilities };

    [SetUp]
    public async Task FillTwoFolders()
    {
        await Other.CreateAsync("RA", Deadline);
        await Other.CreateAsync("RB", Deadline);
        await FillAsync("RA", 1, 4);
        await FillAsync("RB", 101, 4);
        if (sameNumbers)
        {
            await GiveSameNumbersAsync();
        }

        await StartEngineAsync(("Sync:SweepSeconds", "3600"));
        _account = await AddAccountAsync();
        await SyncAsync(_account);
        await AssertEqualAsync(_account);
        var (a, b) = (await Other.ExamineAsync("RA", null, Deadline), await Other.ExamineAsync("RB", null, Deadline));
        Assert.That((a.UidValidity == b.UidValidity, a.UidNext == b.UidNext), Is.EqualTo((sameNumbers, true)), "what these tests are about");
        await Other.ExamineAsync(Inbox, null, Deadline);
    }

    [Test]
    public async Task Each_message_is_shown_where_it_is_and_keeps_its_id()
    {
        var (before, a, b) = (await CachedMailbox.IdsAsync(Engine.Database, _account), await ShownAsync("RA"), await ShownAsync("RB"));
        await SwapAsync();

        await SyncAsync(_account);

        await AssertEqualAsync(_account);
        Assert.That((await ShownAsync("RA"), await ShownAsync("RB")), Is.EqualTo((b, a)));
        Assert.That(await CachedMailbox.IdsAsync(Engine.Database, _account), Is.EquivalentTo(before));
    }

    [Test]
    public async Task What_is_deleted_moved_and_marked_here_meanwhile_hits_no_other_message()
    {
        var (a, b) = (await ShownAsync("RA"), await ShownAsync("RB"));
        var (doomed, moved, marked) = (await MessageIdAsync(a[0]), await MessageIdAsync(a[1]), b[2]);
        var recorder = Engine.Get<ChangeRecorder>();
        await recorder.DeleteAsync(a[..1], Deadline);
        await recorder.MoveAsync(a[1..2], (await FolderAsync("Trash")).FolderId, Deadline);
        await recorder.SetFlagAsync([marked], EMailFlags.Answered, on: true, Deadline);
        await SwapAsync();

        await SettleAsync();

        await AssertEqualAsync(_account);
        Assert.That(await ShownAsync("RB"), Is.SubsetOf(a).And.SupersetOf(a[2..]));
        Assert.That(await ShownAsync("RA"), Is.EqualTo(b));
        Assert.That(await ShownAsync("Trash"), Is.EqualTo(a[1..2]));
        Assert.That(await MessageIdAsync(a[1]), Is.EqualTo(moved));
        Assert.That(await OnServerAsync("RA"), Is.EqualTo(4), "nothing was taken from the other folder");
        Assert.That(await ShownAsync("RB"), Has.Length.InRange(2, 3), $"{doomed} is deleted, or shown again with a reason");
    }

    [Test]
    public async Task A_folder_that_took_the_name_of_a_deleted_one_is_recognised()
    {
        var b = await ShownAsync("RB");
        await Other.DeleteAsync("RA", Deadline);
        await Other.RenameAsync("RB", "RA", Deadline);

        await SyncAsync(_account);

        await AssertEqualAsync(_account);
        Assert.That(await ShownAsync("RA"), Is.EqualTo(b));
    }

    private async Task SwapAsync()
    {
        await Other.RenameAsync("RA", "aside", Deadline);
        await Other.RenameAsync("RB", "RA", Deadline);
        await Other.RenameAsync("aside", "RB", Deadline);
    }

    private async Task SettleAsync()
    {
        for (var sync = 0; sync < 4; sync++)
        {
            await Engine.SyncAsync(_account, Deadline);
        }
    }

    /// <summary>Writes the number of one folder into the list of the other, and has Dovecot forget what it made of it.</summary>
    private async Task GiveSameNumbersAsync()
    {
        await Other.LogoutAsync(Deadline);
        await Other.DisposeAsync();
        string[] lists = [.. ((string[])[".RA", ".RB"]).Select(folder => Path.Combine(Server.MaildirOf(User), folder, "dovecot-uidlist"))];
        var number = Validity().Match(await File.ReadAllTextAsync(lists[0], Deadline)).Value;
        await File.WriteAllTextAsync(lists[1], Validity().Replace(await File.ReadAllTextAsync(lists[1], Deadline), number, 1), Deadline);
        foreach (var index in Directory.EnumerateFiles(Server.MaildirOf(User), "dovecot*index*", SearchOption.AllDirectories))
        {
            File.Delete(index);
        }

        await ReconnectAsync();
    }

    private async Task<int[]> ShownAsync(string folder) =>
        [.. (await Engine.Get<MessageReader>().ListFolderAsync((await FolderAsync(folder)).FolderId, Deadline)).Select(item => item.ItemId).Order()];

    private async Task<string?> MessageIdAsync(int item) => (await Engine.Get<MessageReader>().FindAsync(item, Scope.Everybody, Deadline))?.MessageId;

    private async Task<uint> OnServerAsync(string folder) => (await Other.ExamineAsync(folder, null, Deadline)).Exists;

    private async Task<StoredFolder> FolderAsync(string name) =>
        (await Engine.Get<FolderStore>().ListAsync(_account, Deadline)).Single(folder => folder.Name == name);

    [GeneratedRegex(@"(?<=^3 V)\d+")]
    private static partial Regex Validity();
}
