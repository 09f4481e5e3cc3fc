using System.Globalization;

namespace Services83.EMail.Benchmarks.Requests;

/// <summary>One round of calls; all but the rate and the times of the calls, in milliseconds, are per call.</summary>
/// <param name="Rate">Calls per second.</param>
/// <param name="Times">How long each took, in milliseconds.</param>
/// <param name="Cpu">Microseconds of the program's processor time.</param>
/// <param name="Allocated">KiB.</param>
/// <param name="Waits">How often the program waited for the disk.</param>
internal sealed record LoadResult(double Rate, double[] Times, double Cpu, double Allocated, double Waits)
{
    public static string Heading => $"{"per s",9}{"lowest",8}{"highest",8}{"p50 ms",8}{"p99 ms",8}{"CPU us",8}{"KiB",7}{"fsyncs",8}";

    public static string Row(IReadOnlyCollection<LoadResult> rounds)
    {
        double[] times = [.. rounds.SelectMany(round => round.Times).Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Middle(round => round.Rate),9:0}{rounds.Min(round => round.Rate),8:0}{rounds.Max(round => round.Rate),8:0}{times[times.Length / 2],8:0.0}{times[times.Length * 99 / 100],8:0.0}{Middle(round => round.Cpu),8:0}{Middle(round => round.Allocated),7:0}{Middle(round => round.Waits),8:0.00}");

        double Middle(Func<LoadResult, double> figure) => Median.Of(rounds.Select(figure));
    }
}
