using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Services83.EMail.Connections;

namespace Services83.EMail.Tests.Connections;

[TestFixture]
public sealed class ServerBackOffTests
{
    [TestCase(1, 30)]
    [TestCase(2, 60)]
    [TestCase(5, 480)]
    [TestCase(8, 3600)]
    [TestCase(1_000_000, 3600)]
    public void The_wait_doubles_up_to_an_hour(int failures, int seconds) =>
        Assert.That(new ServerBackOff(() => 0.5).Wait(failures, transient: true), Is.EqualTo(TimeSpan.FromSeconds(seconds)));

    [Test]
    public void What_somebody_has_to_mend_is_probed_slowly() =>
        Assert.That(new ServerBackOff(() => 0.5).Wait(1, transient: false), Is.EqualTo(TimeSpan.FromHours(6)));

    [Test]
    public void The_wait_varies_by_no_more_than_a_quarter() =>
        Prop.ForAll(Gen.Choose(1, 100).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (failures, random) =>
        {
            var middle = new ServerBackOff(() => 0.5).Wait(failures, transient: true);
            var wait = new ServerBackOff(() => random / 1000.0).Wait(failures, transient: true);
            return wait >= middle * 0.749 && wait <= middle * 1.251;
        }).QuickCheckThrowOnFailure();
}
