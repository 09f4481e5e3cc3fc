using Services83.EMail.Background;

namespace Services83.EMail.Connections;

/// <summary>
/// When failed work with a mail server is retried. The wait doubles with each failure in a row and is reset only by a success; it varies by
/// a quarter in both directions, so that accounts which failed together are not retried together.
/// </summary>
/// <param name="random">A number from 0 to 1.</param>
public sealed class ServerBackOff(Func<double> random)
{
    private readonly BackOff _backOff = new(TimeSpan.FromSeconds(30), TimeSpan.FromHours(1), random);

    /// <summary>For failures that a person has to solve, such as a refused password: frequent attempts would lock accounts.</summary>
    private static readonly TimeSpan Permanent = TimeSpan.FromHours(6);

    /// <param name="failures">Failures in a row, 1 or more.</param>
    /// <param name="transient">Whether waiting may help by itself.</param>
    /// <param name="atLeast">How long the server wants to be left alone; null when it does not say.</param>
    public TimeSpan Wait(int failures, bool transient, TimeSpan? atLeast = null)
    {
        var wait = Wait(failures, transient);
        return atLeast > wait ? atLeast.Value * (1 + (random() / 4)) : wait;
    }

    private TimeSpan Wait(int failures, bool transient) => transient ? _backOff.Wait(failures) : _backOff.Vary(Permanent);
}
