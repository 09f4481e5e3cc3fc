using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Run;

namespace Services83.EMail.Tests.Sync;

/// <summary>Which folders may be different ones with the same name, and which need not be opened to find out.</summary>
[TestFixture]
public sealed class FolderTwinsTests
{
    private static readonly FolderCheckpoint Some = new(7, 10, 20, 5);

    [Test]
    public void A_UIDVALIDITY_of_its_own_is_proof() =>
        Assert.That(Find((1, Some, Some), (2, Some with { UidValidity = 8 }, Some with { UidValidity = 8 })), Is.Empty);

    [Test]
    public void Equal_numbers_are_none() => Assert.That(Find((1, Some, Some), (2, Some, Some)), Is.EqualTo(new[] { 1, 2 }));

    [Test]
    public void Folders_that_all_have_stayed_as_they_were_are_the_same() =>
        Assert.That(Find((1, Some, Some), (2, Some with { UidNext = 11 }, Some with { UidNext = 11 })), Is.Empty);

    [Test]
    public void One_that_stayed_may_be_what_another_one_has_become()
    {
        var less = Some with { UidNext = 9, HighestModSeq = 19 };
        var more = Some with { UidNext = 12 };
        Assert.That(Find((1, Some, Some), (2, less, Some with { MessageCount = 6 })), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(Find((1, Some, Some), (2, more, more with { UidNext = 13 })), Is.EqualTo(new[] { 2 }), "UIDNEXT does not go back");
    }

    [Test]
    public void One_that_is_gone_may_have_got_the_name_of_another()
    {
        var gone = new[] { Folder(3, Some, gone: true) };
        Assert.That(FolderTwins.Find([(Folder(1, Some), Status(Some))], gone), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void Empty_folders_hold_nothing_to_confuse()
    {
        var empty = Some with { MessageCount = 0 };
        Assert.That(Find((1, empty, empty), (2, empty, empty)), Is.Empty);
    }

    private static IEnumerable<int> Find(params (int Id, FolderCheckpoint Before, FolderCheckpoint Now)[] folders) =>
        FolderTwins.Find([.. folders.Select(folder => (Folder(folder.Id, folder.Before), (ImapStatus?)Status(folder.Now)))], []).Order();

    private static StoredFolder Folder(int id, FolderCheckpoint before, bool gone = false) => new()
    {
        FolderId = id,
        Name = $"folder {id}",
        Delimiter = "/",
        Attributes = "",
        UidValidity = before.UidValidity,
        UidNext = before.UidNext,
        HighestModSeq = (long?)before.HighestModSeq,
        MessageCount = before.MessageCount,
        Gone = gone,
    };

    private static ImapStatus Status(FolderCheckpoint now) => new("folder")
    {
        UidValidity = now.UidValidity,
        UidNext = now.UidNext,
        HighestModSeq = now.HighestModSeq,
        Messages = (uint)now.MessageCount,
    };
}
