using BenchmarkDotNet.Running;
using Services83.EMail.Benchmarks.Sync;

namespace Services83.EMail.Benchmarks;

internal static class EntryPoint
{
    /// <summary><c>sync</c> compares a sync with other programs' side by side; everything else is for BenchmarkDotNet.</summary>
    private static async Task<int> Main(string[] args)
    {
        if (args is ["sync", .. var options])
        {
            return await SyncComparison.RunAsync(options);
        }

        BenchmarkSwitcher.FromAssembly(typeof(EntryPoint).Assembly).Run(args);
        return 0;
    }
}
