namespace Services83.EMail.Benchmarks;

internal static class Median
{
    /// <summary>The value in the middle, the higher one of two.</summary>
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
