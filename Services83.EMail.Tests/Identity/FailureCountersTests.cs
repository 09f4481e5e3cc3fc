using NUnit.Framework;
using Services83.EMail.Identity;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Identity;

/// <summary>How long failures count does not depend on the wall clock.</summary>
public sealed class FailureCountersTests
{
    private readonly SettableClock _clock = new();

    [TestCase(-365)]
    [TestCase(365)]
    public void They_are_remembered_for_a_quarter_of_an_hour_whatever_the_clock_is_set_to(int days)
    {
        var counters = new FailureCounters(_clock);
        counters.Add("anna", "host");

        _clock.Offset = TimeSpan.FromDays(days);
        Assert.That((counters.CountOf("anna"), counters.CountOf("host")), Is.EqualTo((1, 1)));
        _clock.Running.Advance(FailureCounters.Window - TimeSpan.FromSeconds(1));
        counters.Add("anna");
        Assert.That(counters.CountOf("anna"), Is.EqualTo(2));

        _clock.Running.Advance(TimeSpan.FromSeconds(1));
        Assert.That((counters.CountOf("anna"), counters.CountOf("host")), Is.EqualTo((0, 0)));
    }

    /// <summary>A wall clock that can be changed, beside a monotonic clock.</summary>
    private sealed class SettableClock : TimeProvider
    {
        public ManualTimeProvider Running { get; } = new();

        public TimeSpan Offset { get; set; }

        public override long TimestampFrequency => Running.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => Running.GetUtcNow() + Offset;

        public override long GetTimestamp() => Running.GetTimestamp();
    }
}
