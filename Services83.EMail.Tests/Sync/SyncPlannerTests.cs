using NUnit.Framework;
using FsCheck;
using FsCheck.Fluent;
using Services83.EMail.Storage.Mail;
using Services83.EMail.Sync;

namespace Services83.EMail.Tests.Sync;

[TestFixture]
public sealed class SyncPlannerTests
{
    private static readonly FolderCheckpoint Stored = new(UidValidity: 7, UidNext: 100, HighestModSeq: 50, MessageCount: 40);

    private static IEnumerable<TestCaseData> Decisions()
    {
        yield return new TestCaseData(null, Stored, SyncKind.Full).SetArgDisplayNames("the first time");
        yield return new TestCaseData(Stored, Stored, SyncKind.None).SetArgDisplayNames("everything is equal");
        yield return new TestCaseData(Stored, Stored with { HighestModSeq = 51 }, SyncKind.Delta).SetArgDisplayNames("a flag changed");
        yield return new TestCaseData(Stored, Stored with { UidNext = 101, MessageCount = 41, HighestModSeq = 51 }, SyncKind.Delta)
            .SetArgDisplayNames("a message arrived");
        yield return new TestCaseData(Stored, Stored with { MessageCount = 39 }, SyncKind.Delta)
            .SetArgDisplayNames("a message went away and the mod-sequence stayed");
        yield return new TestCaseData(Stored, Stored with { UidValidity = 8 }, SyncKind.Rekey).SetArgDisplayNames("UIDVALIDITY grew");
        yield return new TestCaseData(Stored, Stored with { UidValidity = 6 }, SyncKind.Rekey).SetArgDisplayNames("UIDVALIDITY shrank");
        yield return new TestCaseData(Stored, Stored with { HighestModSeq = 49 }, SyncKind.Full).SetArgDisplayNames("the mod-sequence went back");
        yield return new TestCaseData(Stored, Stored with { UidNext = 99 }, SyncKind.Full).SetArgDisplayNames("UIDNEXT went back");
        yield return new TestCaseData(Stored, Stored with { HighestModSeq = null }, SyncKind.Full).SetArgDisplayNames("mod-sequences were switched off");
        yield return new TestCaseData(Stored with { HighestModSeq = null }, Stored with { HighestModSeq = null }, SyncKind.Full)
            .SetArgDisplayNames("no mod-sequences, so that flags may have changed");
        yield return new TestCaseData(
            Stored with { HighestModSeq = null, MessageCount = 0 }, Stored with { HighestModSeq = null, MessageCount = 0 }, SyncKind.None)
            .SetArgDisplayNames("no mod-sequences, still empty");
    }

    [TestCaseSource(nameof(Decisions))]
    public void Decides_what_to_look_at_when(FolderCheckpoint? stored, FolderCheckpoint server, SyncKind expected)
    {
        var plan = SyncPlanner.Decide(stored, server);

        Assert.That(plan.Kind, Is.EqualTo(expected), plan.Reason);
        Assert.That(plan.Reason, Is.Not.Empty);
    }

    [Test]
    public void Says_that_nothing_changed_only_when_the_server_says_what_it_said_before() =>
        Prop.ForAll(Checkpoints(), Checkpoints(), (stored, server) =>
            SyncPlanner.Decide(stored, server).Kind != SyncKind.None || stored == server).QuickCheckThrowOnFailure();

    [Test]
    public void Never_trusts_uids_of_another_uidvalidity() =>
        Prop.ForAll(Checkpoints(), Checkpoints(), (stored, server) =>
            stored.UidValidity == server.UidValidity || SyncPlanner.Decide(stored, server).Kind == SyncKind.Rekey).QuickCheckThrowOnFailure();

    // Small numbers, so that equal ones are common.
    private static Arbitrary<FolderCheckpoint> Checkpoints() => (
        from validity in Gen.Choose(1, 2)
        from next in Gen.Choose(1, 3)
        from modSeq in Gen.Choose(0, 2)
        from count in Gen.Choose(0, 2)
        select new FolderCheckpoint((uint)validity, (uint)next, modSeq == 0 ? null : (ulong)modSeq, count)).ToArbitrary();
}
