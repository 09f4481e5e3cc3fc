namespace Services83.EMail.Background;

/// <summary>
/// Waits that double with each failure in a row, up to a longest one. Each varies by a quarter either way, so that what failed together
/// does not come back together.
/// </summary>
/// <param name="first">The wait after the first failure.</param>
/// <param name="longest">The longest before it is varied.</param>
/// <param name="random">A number from 0 to 1.</param>
public sealed class BackOff(TimeSpan first, TimeSpan longest, Func<double> random)
{
    /// <summary>More doublings than any wait needs; more would overflow.</summary>
    private const int MaxDoublings = 16;

    /// <param name="failures">Failures in a row, 1 or more.</param>
    public TimeSpan Wait(int failures) => Vary(TimeSpan.FromTicks(Math.Min(first.Ticks << Math.Min(failures - 1, MaxDoublings), longest.Ticks)));

    /// <summary>Varies any wait.</summary>
    public TimeSpan Vary(TimeSpan wait) => wait * (0.75 + (random() / 2));
}
