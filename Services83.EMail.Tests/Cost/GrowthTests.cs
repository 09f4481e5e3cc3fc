using System.Runtime.CompilerServices;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Cost;

/// <summary>Tests the instrument itself: it reports quadratic time and accepts all other.</summary>
[Category(Tier.Costs)]
[NonParallelizable]
public sealed class GrowthTests
{
    /// <summary>The result must be used, or the compiler may remove the computation.</summary>
    private static volatile int _sum;

    [Test]
    [Retry(5)] // What else the machine does can hide it at times, by making the smallest input dear.
    public void A_square_is_found() =>
        Assert.That(Assert.Catch<AssertionException>(() => Growth.AssertLinear(5_000, Numbers, Square))!.Message, Does.Contain("Processor time at 5000, 10000, 20000"));

    [Test]
    [Retry(5)]
    public async Task A_square_over_several_threads_is_found() =>
        await Assert.CatchAsync<AssertionException>(() => Growth.AssertLinearAsync(
            5_000, n => Task.FromResult(Numbers(n)), numbers => Task.Run(() => Square(numbers))));

    [Test]
    public void Linear_work_passes() => Growth.AssertLinear(400_000, Numbers, numbers => Assert.That(numbers.ToHashSet().Count, Is.EqualTo(numbers.Count)));

    [Test]
    public void Sorting_passes() => Growth.AssertLinear(400_000, Numbers, numbers => Assert.That(numbers.OrderBy(number => number * 7919).Last(), Is.Not.Zero));

    [Test]
    public void What_costs_next_to_nothing_passes() => Growth.AssertLinear(10, Numbers, Square);

    /// <summary>Fully compiled at once: if the first runs were not yet compiled, the later ones would look too fast.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Square(List<int> numbers)
    {
        var sum = 0;
        foreach (var one in numbers)
        {
            foreach (var other in numbers)
            {
                sum ^= one + other;
            }
        }

        _sum = sum;
    }

    private static List<int> Numbers(int n) => [.. Enumerable.Range(1, n)];
}
