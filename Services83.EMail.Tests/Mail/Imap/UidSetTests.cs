using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Services83.EMail.Mail.Imap;

namespace Services83.EMail.Tests.Mail.Imap;

public sealed class UidSetTests
{
    [TestCase("1", "1")]
    [TestCase("3,1,2", "1:3")]
    [TestCase("5:3,9", "3:5,9")]
    [TestCase("7:*", "7:*")]
    [TestCase("*:7", "7:*")]
    [TestCase("*", "*")]
    [TestCase("1:4294967294,*", "1:*")]
    [TestCase("1:10,5:20,21", "1:21")]
    public void Sets_are_read_and_written_in_order(string text, string normalized)
    {
        Assert.That(UidSet.TryParse(text, out var set), Is.True);
        Assert.That(set!.ToString(), Is.EqualTo(normalized));
    }

    [TestCase("")]
    [TestCase("0")]
    [TestCase("1,")]
    [TestCase("1:")]
    [TestCase("1:2:3")]
    [TestCase("4294967296")]
    [TestCase("-1")]
    [TestCase(" 1")]
    [TestCase("1:0")]
    public void Anything_else_is_refused(string text) => Assert.That(UidSet.TryParse(text, out _), Is.False);

    [Test]
    public void An_open_end_means_and_above()
    {
        Assert.That(UidSet.From(999).Contains(998), Is.False);
        Assert.That(UidSet.From(999).Contains(999), Is.True);
        Assert.That(UidSet.From(999).Contains(uint.MaxValue), Is.True);
    }

    [Test]
    public void A_set_behaves_like_the_sorted_numbers_it_holds() => Prop.ForAll(Uids(), uids =>
    {
        var set = UidSet.Of(uids);
        var expected = uids.Distinct().Order().ToList();
        var isSame = set.SequenceEqual(expected) && set.Count == expected.Count && expected.TrueForAll(set.Contains);
        var comesBack = set.IsEmpty || (UidSet.TryParse(set.ToString(), out var parsed) && parsed.Equals(set));
        return isSame && comesBack && !set.Contains(2_000_000);
    }).QuickCheckThrowOnFailure();

    [Test]
    public void Pieces_are_short_and_together_the_whole() => Prop.ForAll(Uids(), uids =>
    {
        var set = UidSet.Of(uids);
        var pieces = set.Split(20).ToList();
        return pieces.TrueForAll(piece => piece.ToString().Length <= 20) && UidSet.Of(pieces.SelectMany(piece => piece)).Equals(set);
    }).QuickCheckThrowOnFailure();

    [Test]
    public void What_two_sets_have_in_common_is_in_both() => Prop.ForAll(Uids(), Uids(), (left, right) =>
    {
        var common = UidSet.Of(left).Intersect(UidSet.Of(right));
        return common.Equals(UidSet.Of(left.Intersect(right))) && common.Equals(UidSet.Of(right).Intersect(UidSet.Of(left)));
    }).QuickCheckThrowOnFailure();

    [TestCase("5:*", "1:7", "5:7")]
    [TestCase("1:3,7:9,20:*", "2:8,30", "2:3,7:8,30")]
    [TestCase("1:3", "4:*", "")]
    public void Ranges_in_common_are_found(string left, string right, string expected)
    {
        Assert.That(UidSet.TryParse(left, out var one), Is.True);
        Assert.That(UidSet.TryParse(right, out var other), Is.True);

        Assert.That(one!.Intersect(other!).ToString(), Is.EqualTo(expected));
    }

    private static Arbitrary<uint[]> Uids() =>
        Gen.OneOf(Gen.Choose(1, 40), Gen.Choose(1, 1_000_000)).Select(uid => (uint)uid).ArrayOf().ToArbitrary();
}
