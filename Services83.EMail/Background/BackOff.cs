namespace Services83.EMail.Background;

/// <summary>
/// Waits that double with each failure in a row, up to a maximum. Each varies by a quarter in both directions, so that tasks which failed
/// together are not retried together.
/// </summary>
/// <param name="first">The wait after the first failure.</param>
/// <param name="longest">The maximum before the variation.</param>
/// <param name="random">A number from 0 to 1.</param>
public sealed class BackOff(TimeSpan first, TimeSpan longest, Func<double> random)
{
    /// <summary>More doublings than any wait needs; still more would overflow.</summary>
    private const int MaxDoublings = 16;

    /// <param name="failures">Failures in a row, 1 or more.</param>
    public TimeSpan Wait(int failures) => Vary(TimeSpan.FromTicks(Math.Min(first.Ticks << Math.Min(failures - 1, MaxDoublings), longest.Ticks)));

    /// <summary>Varies any wait.</summary>
    public TimeSpan Vary(TimeSpan wait) => wait * (0.75 + (random() / 2));
}
