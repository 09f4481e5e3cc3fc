using NUnit.Framework;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Tests.Storage;

[TestFixture]
public sealed class MessageMarksTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly MessageMarks Stored = new("M1", "id@x.example", 1000, Noon);

    [Test]
    public void The_same_marks_are_of_the_same_message()
    {
        Assert.That(Stored.Match(Stored with { InternalDate = Noon.ToOffset(TimeSpan.FromHours(2)) }), Is.True);
        Assert.That(Stored.Match(Stored with { MessageId = "changed by a gateway" }), Is.True, "EMAILID names the content");
        Assert.That((Stored with { Size = null, InternalDate = null }).Match(Stored with { EmailId = null }), Is.True, "an append that was just confirmed");
    }

    [Test]
    public void Any_other_mark_is_of_another_message()
    {
        var unnamed = Stored with { EmailId = "M2" };
        Assert.That(Stored.Contradict(unnamed), Is.False, "a copy may have got another EMAILID");
        Assert.That(Stored.Contradict(unnamed with { MessageId = null }), Is.True);
        Assert.That(Stored.Contradict(unnamed with { Size = 1001 }), Is.True);
        Assert.That(Stored.Contradict(unnamed with { InternalDate = Noon.AddSeconds(1) }), Is.True);
    }

    [Test]
    public void Without_a_name_both_size_and_date_have_to_be_known()
    {
        var nameless = new MessageMarks(null, null, 1000, Noon);
        Assert.That(nameless.Match(nameless), Is.True);
        Assert.That(nameless.Match(nameless with { InternalDate = null }), Is.False);
        Assert.That(nameless.Contradict(nameless with { InternalDate = null }), Is.False);
    }
}
