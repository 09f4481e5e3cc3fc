using System.Globalization;
using NUnit.Framework;

namespace Services83.EMail.Tests.Cost;

/// <summary>
/// Distinguishes work with quadratic time from work with linear time, by the processor time of this process at n, 2n and 4n. It compares
/// only ratios of times: at four times the input, up to 3.2 · 3.2 times the time is accepted; linear work needs 4 times and quadratic work
/// 16 times. Other work in the process counts as well, so a fixture that uses this is <see cref="NonParallelizableAttribute"/>; each time
/// is the best of several, and a time below <see cref="Floor"/> counts as that.
/// </summary>
internal static class Growth
{
    /// <summary>The accepted ratio for twice the input: n log n stays below 2.3 here, quadratic work reaches 4.</summary>
    public const double MostPerDoubling = 3.2;

    private const int Runs = 5;

    /// <summary>A machine that is slow for some time makes one size slow and not the others. Quadratic time is seen in each
    /// round.</summary>
    private const int Rounds = 3;

    /// <summary>Choose n so that quadratic work would need far more: some ten thousand elements.</summary>
    private static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(10);

    /// <summary>Noise is small compared with this time.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(2);

    /// <summary>Quadratic work that needs this time at n needs <see cref="Floor"/> or more at a quarter of it.</summary>
    private static readonly TimeSpan WorthJudging = TimeSpan.FromMilliseconds(160);

    private static double Most => MostPerDoubling * MostPerDoubling;

    /// <param name="n">Number of elements in the smallest input.</param>
    /// <param name="make">Makes an input with that many elements; its time does not count. A new one for every run.</param>
    /// <param name="work">The measured work.</param>
    public static void AssertLinear<TInput>(int n, Func<int, TInput> make, Action<TInput> work) =>
        AssertLinearAsync(
            n,
            count => Task.FromResult(make(count)),
            input =>
            {
                work(input);
                return Task.CompletedTask;
            }).GetAwaiter().GetResult();

    /// <inheritdoc cref="AssertLinear"/>
    public static async Task AssertLinearAsync<TInput>(int n, Func<int, Task<TInput>> make, Func<TInput, Task> work)
    {
        // Compiles everything, so that the first measurement does not include it.
        await MeasureAsync(n / 10, make, work);
        var (one, two, four) = (TimeSpan.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            one = Shorter(one, await BestAsync(n, make, work, most: null));
            two = Shorter(two, await BestAsync(2 * n, make, work, one * Most));
            // If quadratic time is seen already, there is no need to wait for it again.
            four = Shorter(four, two > one * Most ? two : await BestAsync(4 * n, make, work, one * Most));
            await TestContext.Out.WriteLineAsync(Text(n, one, two, four));
            if (four / one <= Most)
            {
                return;
            }
        }

        // Thrown, not asserted, so that a test that expects it can catch it.
        throw new AssertionException($"{Text(n, one, two, four)}; that grows too fast.");
    }

    /// <summary>
    /// Measures <paramref name="most"/> elements, and a sixteenth before: work that is fast until then passes after few runs. Other work is
    /// measured by <see cref="AssertLinearAsync{TInput}(int, Func{int, Task{TInput}}, Func{TInput, Task})"/> at a size where it needs
    /// enough time.
    /// </summary>
    /// <param name="most">Number of elements in the largest input.</param>
    /// <param name="make">Makes an input with that many elements; its time does not count.</param>
    /// <param name="work">The measured work.</param>
    public static async Task AssertLinearUpToAsync<TInput>(int most, Func<int, Task<TInput>> make, Func<TInput, Task> work)
    {
        for (var n = Math.Max(4, most / 16); n <= most; n *= 16)
        {
            if (await MeasureAsync(n, make, work, collects: false) <= WorthJudging)
            {
                continue;
            }

            await AssertLinearAsync(n / 4, make, work);
            return;
        }
    }

    /// <summary>The shortest of several, or the first one that is short enough.</summary>
    private static async Task<TimeSpan> BestAsync<TInput>(int n, Func<int, Task<TInput>> make, Func<TInput, Task> work, TimeSpan? most)
    {
        var best = TimeSpan.MaxValue;
        for (var run = 0; run < Runs; run++)
        {
            var time = await MeasureAsync(n, make, work);
            best = time < best ? time : best;
            if (best <= Floor || best <= most || best > LongEnough)
            {
                break;
            }
        }

        return best > Floor ? best : Floor;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static string Text(int n, TimeSpan one, TimeSpan two, TimeSpan four) =>
        string.Create(CultureInfo.InvariantCulture, $"Processor time at {n}, {2 * n}, {4 * n}: {one:c}, {two:c}, {four:c}");

    /// <param name="collects">Whether earlier garbage is collected first, which makes times stable and takes longer than most work.</param>
    private static async Task<TimeSpan> MeasureAsync<TInput>(int n, Func<int, Task<TInput>> make, Func<TInput, Task> work, bool collects = true)
    {
        var input = await make(n);
        if (collects)
        {
            GC.Collect();
        }

        var before = Environment.CpuUsage.TotalTime;
        await work(input);
        return Environment.CpuUsage.TotalTime - before;
    }
}
