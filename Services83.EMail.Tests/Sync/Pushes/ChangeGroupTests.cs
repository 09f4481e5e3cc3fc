using NUnit.Framework;
using Services83.EMail.Storage.Mail.Changes;
using Services83.EMail.Sync.Pushes;

namespace Services83.EMail.Tests.Sync.Pushes;

[TestFixture]
public sealed class ChangeGroupTests
{
    [Test]
    public void Only_neighbours_of_the_same_kind_folder_and_target_are_joined()
    {
        PendingChange[] changes =
        [
            Change(ChangeKind.Move, folder: 1, target: 9), Change(ChangeKind.Move, folder: 1, target: 9),
            Change(ChangeKind.Move, folder: 1, target: 8),
            Change(ChangeKind.Delete, folder: 1), Change(ChangeKind.Delete, folder: 2),
            Change(ChangeKind.Move, folder: 1, target: 9),
        ];

        var groups = ChangeGroup.Cut(changes).Select(group => group.Changes.Count);

        Assert.That(groups, Is.EqualTo(new[] { 2, 1, 1, 1, 1 }));
    }

    [Test]
    public void Different_flags_are_different_work()
    {
        PendingChange[] changes =
        [
            Change(ChangeKind.SetFlag, folder: 1, flag: EMailFlags.Seen), Change(ChangeKind.SetFlag, folder: 1, flag: EMailFlags.Answered),
        ];

        Assert.That(ChangeGroup.Cut(changes).Count(), Is.EqualTo(2));
    }

    [Test]
    public void A_group_is_no_longer_than_a_command()
    {
        var changes = Enumerable.Repeat(Change(ChangeKind.Delete, folder: 1), ChangeGroup.MaxMessages + 1);

        Assert.That(ChangeGroup.Cut(changes).Select(group => group.Changes.Count), Is.EqualTo(new[] { ChangeGroup.MaxMessages, 1 }));
    }

    private static PendingChange Change(ChangeKind kind, int folder, int? target = null, EMailFlags flag = default) =>
        new() { Kind = kind, ItemId = 1, HasItem = true, FolderId = folder, FolderName = $"folder {folder}", TargetFolderId = target, Flag = flag };
}
