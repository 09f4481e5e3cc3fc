using NUnit.Framework;
using Services83.EMail.Hosting;

namespace Services83.EMail.Tests.Hosting;

public sealed class QuietTimeTests
{
    private QuietTime _quiet = null!;

    [SetUp]
    public void BeBusy()
    {
        _quiet = new QuietTime();
        Assert.That(_quiet.Begins(QuietTime.Much), Is.False);
    }

    [Test]
    public void A_busy_time_ends_when_little_is_allocated()
    {
        Assert.That(_quiet.Begins(QuietTime.Much * 2), Is.False);
        Assert.That(_quiet.Begins((QuietTime.Much * 2) + QuietTime.Little), Is.True);
    }

    [Test]
    public void It_ends_once()
    {
        Assert.That(_quiet.Begins(QuietTime.Much), Is.True);
        Assert.That(_quiet.Begins(QuietTime.Much), Is.False);
    }

    [Test]
    public void Little_work_again_and_again_becomes_a_busy_time()
    {
        Assert.That(_quiet.Begins(QuietTime.Much), Is.True);
        var looks = Enumerable.Range(1, 40).Select(look => _quiet.Begins(QuietTime.Much + (look * QuietTime.Little)));
        Assert.That(looks.Count(begins => begins), Is.EqualTo(40 * QuietTime.Little / QuietTime.Much));
    }
}
