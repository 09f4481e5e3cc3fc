using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync.Run;

namespace Services83.EMail.Tests.Sync;

[TestFixture]
public sealed class SyncPlannerTests
{
    private static readonly FolderCheckpoint Stored = new(UidValidity: 7, UidNext: 100, HighestModSeq: 50, MessageCount: 40);

    private static readonly FolderCheckpoint WithoutModSeq = Stored with { HighestModSeq = null };

    private static IEnumerable<TestCaseData> Decisions()
    {
        yield return Case("the first time", null, Stored, SyncKind.Full);
        yield return Case("everything is equal", Stored, Stored, SyncKind.None);
        yield return Case("a flag changed", Stored, Stored with { HighestModSeq = 51 }, SyncKind.Delta);
        yield return Case(
            "a message arrived", Stored, Stored with { UidNext = 101, MessageCount = 41, HighestModSeq = 51 }, SyncKind.Delta);
        yield return Case("a message went away and the mod-sequence stayed", Stored, Stored with { MessageCount = 39 }, SyncKind.Full);
        yield return Case("a message came and the mod-sequence stayed", Stored, Stored with { UidNext = 101, MessageCount = 41 }, SyncKind.Full);
        yield return Case("a message came and went and the mod-sequence stayed", Stored, Stored with { UidNext = 101 }, SyncKind.Full);
        yield return Case("UIDVALIDITY grew", Stored, Stored with { UidValidity = 8 }, SyncKind.Rekey);
        yield return Case("UIDVALIDITY shrank", Stored, Stored with { UidValidity = 6 }, SyncKind.Rekey);
        yield return Case("the mod-sequence went back", Stored, Stored with { HighestModSeq = 49 }, SyncKind.Full);
        yield return Case("UIDNEXT went back", Stored, Stored with { UidNext = 99 }, SyncKind.Full);
        yield return Case("UIDNEXT went back and the mod-sequence grew", Stored, Stored with { UidNext = 99, HighestModSeq = 51 }, SyncKind.Full);
        yield return Case("mod-sequences were switched off", Stored, WithoutModSeq, SyncKind.Full);
        yield return Case("mod-sequences were switched on", WithoutModSeq, Stored, SyncKind.Full);
        yield return Case("no mod-sequences, so that flags may have changed", WithoutModSeq, WithoutModSeq, SyncKind.Full);
        yield return Case(
            "no mod-sequences, still empty", WithoutModSeq with { MessageCount = 0 }, WithoutModSeq with { MessageCount = 0 }, SyncKind.None);
    }

    private static IEnumerable<TestCaseData> DecisionsForNewMail()
    {
        yield return Case("nothing came", WithoutModSeq, WithoutModSeq, SyncKind.None);
        yield return Case("two came", WithoutModSeq, WithoutModSeq with { UidNext = 102, MessageCount = 42 }, SyncKind.NewOnly);
        yield return Case("one came and one went", WithoutModSeq, WithoutModSeq with { UidNext = 101 }, SyncKind.Full);
        yield return Case("one went", WithoutModSeq, WithoutModSeq with { MessageCount = 39 }, SyncKind.Full);
        yield return Case("two came and one went", WithoutModSeq, WithoutModSeq with { UidNext = 102, MessageCount = 41 }, SyncKind.Full);
        yield return Case("more than UIDNEXT has room for", WithoutModSeq, WithoutModSeq with { UidNext = 101, MessageCount = 43 }, SyncKind.Full);
        yield return Case("UIDNEXT is not told", WithoutModSeq with { UidNext = 0 }, WithoutModSeq with { UidNext = 0 }, SyncKind.Full);
        yield return Case("numbered anew", WithoutModSeq, WithoutModSeq with { UidValidity = 8 }, SyncKind.Rekey);
        yield return Case("with mod-sequences as ever", Stored, Stored with { UidNext = 101, MessageCount = 41, HighestModSeq = 51 }, SyncKind.Delta);
    }

    private static TestCaseData Case(string name, FolderCheckpoint? stored, FolderCheckpoint server, SyncKind expected) =>
        new TestCaseData(stored, server, expected).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Decisions))]
    public void Decides_what_to_look_at_when(FolderCheckpoint? stored, FolderCheckpoint server, SyncKind expected)
    {
        var plan = Everything(stored, server);

        Assert.That(plan.Kind, Is.EqualTo(expected), plan.Reason);
        Assert.That(plan.Reason, Is.Not.Empty);
    }

    [TestCaseSource(nameof(DecisionsForNewMail))]
    public void Decides_what_to_look_at_when_only_new_mail_is_asked_for(FolderCheckpoint? stored, FolderCheckpoint server, SyncKind expected)
    {
        var plan = SyncPlanner.Decide(stored, server, canAskForChanges: true, SyncDepth.NewMail);

        Assert.That(plan.Kind, Is.EqualTo(expected), plan.Reason);
        Assert.That(plan.Reason, Is.Not.Empty);
    }

    [Test]
    public void A_mod_sequence_is_of_no_use_without_the_extension() => Assert.That(
        SyncPlanner.Decide(Stored, Stored with { HighestModSeq = 51 }, canAskForChanges: false, SyncDepth.Everything).Kind, Is.EqualTo(SyncKind.Full));

    [Test]
    public void Says_that_nothing_changed_only_when_the_server_says_what_it_said_before() =>
        Prop.ForAll(Checkpoints(), Checkpoints(), (stored, server) =>
            Everything(stored, server).Kind != SyncKind.None || stored == server).QuickCheckThrowOnFailure();

    [Test]
    public void Never_trusts_uids_of_another_uidvalidity() =>
        Prop.ForAll(Checkpoints(), Checkpoints(), Depths(), (stored, server, depth) =>
            stored.UidValidity == server.UidValidity
            || SyncPlanner.Decide(stored, server, canAskForChanges: true, depth).Kind == SyncKind.Rekey).QuickCheckThrowOnFailure();

    [Test]
    public void Compares_everything_when_any_number_went_back_or_a_mod_sequence_is_missing() =>
        Prop.ForAll(Checkpoints(), Checkpoints(), (stored, server) =>
            stored.UidValidity != server.UidValidity
            || (server.UidNext >= stored.UidNext && !(server.HighestModSeq < stored.HighestModSeq)
                && stored.HighestModSeq is not null && server.HighestModSeq is not null)
            || Everything(stored, server).Kind == SyncKind.Full
            || (stored == server && server.MessageCount == 0)).QuickCheckThrowOnFailure();

    /// <summary>Plays with a folder and asks what to look at: whatever is not looked at must not have changed.</summary>
    [Test]
    public void What_is_not_looked_at_has_not_changed([Range(1, 300)] int seed)
    {
        var random = new Random(seed);
        var (keepsModSeqs, expungesCount) = (random.Next(2) == 0, random.Next(2) == 0);
        var folder = new Dictionary<uint, int> { [1] = 0, [2] = 0, [3] = 0 };
        var (next, modSeq) = (4u, 10ul);
        var (stored, before) = (Now(), folder.ToDictionary());
        for (var step = random.Next(4); step > 0; step--)
        {
            switch (random.Next(3))
            {
                case 0:
                    folder.Add(next++, 0);
                    modSeq++;
                    break;
                case 1 when folder.Count > 0:
                    folder[folder.Keys.First()]++;
                    modSeq++;
                    break;
                case 2 when folder.Count > 0:
                    folder.Remove(folder.Keys.ElementAt(random.Next(folder.Count)));
                    modSeq += expungesCount ? 1ul : 0;
                    break;
            }
        }

        var everything = SyncPlanner.Decide(stored, Now(), canAskForChanges: true, SyncDepth.Everything);
        var newMail = SyncPlanner.Decide(stored, Now(), canAskForChanges: true, SyncDepth.NewMail);

        Assert.That(everything.Kind != SyncKind.None || folder.SequenceEqual(before), everything.Reason);
        Assert.That(everything.Kind, Is.Not.EqualTo(SyncKind.NewOnly));
        if (newMail.Kind is SyncKind.NewOnly or SyncKind.None)
        {
            Assert.That(folder.Keys.Where(uid => uid < stored.UidNext), Is.EqualTo(before.Keys), newMail.Reason);
            Assert.That(newMail.Kind == SyncKind.NewOnly, Is.EqualTo(folder.Keys.Any(uid => uid >= stored.UidNext)), newMail.Reason);
        }

        FolderCheckpoint Now() => new(7, next, keepsModSeqs ? modSeq : null, folder.Count);
    }

    private static SyncPlan Everything(FolderCheckpoint? stored, FolderCheckpoint server) =>
        SyncPlanner.Decide(stored, server, canAskForChanges: true, SyncDepth.Everything);

    private static Arbitrary<SyncDepth> Depths() => Gen.Elements(SyncDepth.Everything, SyncDepth.NewMail).ToArbitrary();

    // Small numbers, so that equal ones are common.
    private static Arbitrary<FolderCheckpoint> Checkpoints() => (
        from validity in Gen.Choose(1, 2)
        from next in Gen.Choose(1, 3)
        from modSeq in Gen.Choose(0, 2)
        from count in Gen.Choose(0, 2)
        select new FolderCheckpoint((uint)validity, (uint)next, modSeq == 0 ? null : (ulong)modSeq, count)).ToArbitrary();
}
