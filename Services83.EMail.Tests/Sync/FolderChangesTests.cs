using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Run;

namespace Services83.EMail.Tests.Sync;

[TestFixture]
public sealed class FolderChangesTests
{
    private const EMailFlags None = default;

    private static readonly HashSet<uint> Nothing = [];

    [Test]
    public void A_list_of_everything_tells_what_is_new_what_changed_and_what_is_gone()
    {
        var changes = FolderChanges.FromAll(
            Known((1, None), (2, None), (3, EMailFlags.Seen)), Nothing,
            Server((2, EMailFlags.Flagged), (3, EMailFlags.Seen), (5, None), (4, None)));

        Assert.That(changes.Vanished, Is.EqualTo(new[] { 1001 }));
        Assert.That(changes.NewFlags, Is.EqualTo(new[] { new StoredPlacement(2, 1002, EMailFlags.Flagged) }));
        Assert.That(changes.Missing.Select(message => message.Uid), Is.EqualTo(new uint[] { 5, 4 }), "newest first");
    }

    [Test]
    public void A_delta_leaves_alone_what_it_does_not_mention()
    {
        var changes = FolderChanges.FromDelta(
            Known((1, None), (2, None)), Nothing, Server((9, None)), UidSet.Of(2u, 77u));

        Assert.That(changes.Vanished, Is.EqualTo(new[] { 1002 }), "77 was never stored");
        Assert.That(changes.NewFlags, Is.Empty);
        Assert.That(changes.Count, Is.EqualTo(2));
    }

    [Test]
    public void What_is_stepped_over_is_neither_asked_for_nor_gone_but_counted()
    {
        var changes = FolderChanges.FromDelta(Known((1, None)), new HashSet<uint> { 3, 4, 5 }, Server((5, None), (6, None)), UidSet.Of(4u));

        Assert.That(changes.Missing.Select(message => message.Uid), Is.EqualTo(new uint[] { 6 }));
        Assert.That(changes.SteppedOver, Is.EquivalentTo(new uint[] { 3, 5 }));
        Assert.That(changes.Count, Is.EqualTo(4), "1, 3, 5 and 6");
    }

    [Test]
    public void After_applying_the_changes_the_folder_has_what_the_server_has() =>
        Prop.ForAll(Folders(), Folders(), (known, server) =>
        {
            var changes = FolderChanges.FromAll(
                Known([.. known.Select(pair => (pair.Key, pair.Value))]), Nothing, Server([.. server.Select(pair => (pair.Key, pair.Value))]));
            var result = new Dictionary<uint, EMailFlags>(known);
            changes.Vanished.ToList().ForEach(item => result.Remove((uint)item - 1000));
            changes.NewFlags.ToList().ForEach(placement => result[placement.Uid] = placement.Flags);
            changes.Missing.ToList().ForEach(message => result.Add(message.Uid, server[message.Uid]));
            return result.OrderBy(pair => pair.Key).SequenceEqual(server.OrderBy(pair => pair.Key))
                && changes.Count == server.Count;
        }).QuickCheckThrowOnFailure();

    private static Arbitrary<Dictionary<uint, EMailFlags>> Folders() => (
        from uids in Gen.Choose(1, 12).ListOf()
        from flags in Gen.Choose(0, 3).ListOf(12)
        select uids.Distinct().ToDictionary(uid => (uint)uid, uid => (EMailFlags)flags[uid - 1])).ToArbitrary();

    private static IReadOnlyList<StoredPlacement> Known(params (uint Uid, EMailFlags Flags)[] messages) =>
        [.. messages.Select(message => new StoredPlacement(message.Uid, (int)message.Uid + 1000, message.Flags))];

    private static Dictionary<uint, ServerMessage> Server(params (uint Uid, EMailFlags Flags)[] messages) =>
        messages.ToDictionary(message => message.Uid, message => new ServerMessage(message.Flags, Size: 10));
}
