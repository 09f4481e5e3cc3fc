namespace Services83.EMail.Sync;

/// <summary>
/// When a failed sync is tried again by itself. The wait doubles with each failure in a row and is forgotten only after a success;
/// it varies by a quarter either way, so that accounts which failed together do not come back together.
/// </summary>
/// <param name="random">A number from 0 to 1.</param>
public sealed class RetryPolicy(Func<double> random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>For what somebody has to mend, such as a refused password: asking often would lock accounts.</summary>
    private static readonly TimeSpan Permanent = TimeSpan.FromHours(6);

    /// <param name="failures">Failures in a row, 1 or more.</param>
    /// <param name="transient">Whether waiting may help by itself.</param>
    public TimeSpan Wait(int failures, bool transient)
    {
        // Beyond eight doublings the longest wait is reached anyway.
        var wait = transient ? TimeSpan.FromTicks(Math.Min(First.Ticks << Math.Min(failures - 1, 8), Longest.Ticks)) : Permanent;
        return wait * (0.75 + (random() / 2));
    }
}
