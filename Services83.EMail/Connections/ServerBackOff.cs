using Services83.EMail.Background;

namespace Services83.EMail.Connections;

/// <summary>
/// When work with a mail server that failed is tried again by itself. The wait doubles with each failure in a row and is forgotten only after a success;
/// it varies by a quarter either way, so that accounts which failed together do not come back together.
/// </summary>
/// <param name="random">A number from 0 to 1.</param>
public sealed class ServerBackOff(Func<double> random)
{
    private readonly BackOff _backOff = new(TimeSpan.FromSeconds(30), TimeSpan.FromHours(1), random);

    /// <summary>For what somebody has to mend, such as a refused password: asking often would lock accounts.</summary>
    private static readonly TimeSpan Permanent = TimeSpan.FromHours(6);

    /// <param name="failures">Failures in a row, 1 or more.</param>
    /// <param name="transient">Whether waiting may help by itself.</param>
    public TimeSpan Wait(int failures, bool transient) => transient ? _backOff.Wait(failures) : _backOff.Vary(Permanent);
}
