using System.Diagnostics;
using System.Globalization;

namespace Services83.EMail.Benchmarks.Requests;

/// <summary>
/// New requests for syncs, each of one account and stored before its reply, at the real program: over few and many connections, on this
/// machine's disk and on one that takes four milliseconds longer, in turns.
/// </summary>
internal static class RequestComparison
{
    private const int Rounds = 3;

    private static readonly (int Connections, int Requests)[] Loads = [(1, 500), (16, 3_000), (64, 6_000)];

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("services83-benchmark-").FullName;
        try
        {
            var slow = await SlowDisk.MakeAsync(folder);
            var results = new Dictionary<(bool IsSlow, int Connections), List<(double PerSecond, double Cpu)>>();
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var isSlow in (bool[])[false, true])
                {
                    foreach (var (connections, requests) in Loads)
                    {
                        var result = await MeasureAsync(connections, requests, isSlow ? slow : null);
                        (results.TryGetValue((isSlow, connections), out var known) ? known : results[(isSlow, connections)] = []).Add(result);
                    }
                }
            }

            await PrintAsync(results);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(double PerSecond, double Cpu)> MeasureAsync(int connections, int requests, string? preload)
    {
        // Compiled by then, as in a server that has run for a while.
        const int Before = 12_000;
        using var server = await BusyServer.StartAsync(Before + requests, preload);
        await CallAsync(server, Math.Max(connections, 16), 1, Before);
        var cpu = server.Program.CpuTime;
        var since = Stopwatch.GetTimestamp();
        await CallAsync(server, connections, Before + 1, requests);
        var seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
        return (requests / seconds, (server.Program.CpuTime - cpu).TotalMilliseconds / requests);
    }

    private static async Task CallAsync(BusyServer server, int connections, int first, int count)
    {
        var next = first - 1;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            for (int account; (account = Interlocked.Increment(ref next)) < first + count;)
            {
                await server.SyncAsync(account);
            }
        }));
    }

    private static async Task PrintAsync(Dictionary<(bool IsSlow, int Connections), List<(double PerSecond, double Cpu)>> results)
    {
        await Console.Out.WriteLineAsync($"{"disk",-8}{"connections",12}{"per second",12}{"lowest",9}{"highest",9}{"CPU ms",9}{"÷ 1 connection",16}");
        foreach (var ((isSlow, connections), runs) in results)
        {
            var rate = Median.Of(runs.Select(run => run.PerSecond));
            var alone = Median.Of(results[(isSlow, Loads[0].Connections)].Select(run => run.PerSecond));
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{(isSlow ? "slow" : "own"),-8}{connections,12}{rate,12:0}{runs.Min(run => run.PerSecond),9:0}{runs.Max(run => run.PerSecond),9:0}{Median.Of(runs.Select(run => run.Cpu)),9:0.00}{rate / alone,16:0.0}"));
        }
    }
}
