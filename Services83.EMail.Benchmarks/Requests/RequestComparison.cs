using System.Diagnostics;

namespace Services83.EMail.Benchmarks.Requests;

/// <summary>
/// SyncEmailAccounts at the real program over few and many connections, on this machine's disk and on one that takes four milliseconds longer,
/// in turns: calls per second, how long they take, and what each costs the server.
/// </summary>
internal static class RequestComparison
{
    private const int Rounds = 3;

    private static readonly TimeSpan SlowWait = TimeSpan.FromMilliseconds(4);

    private static readonly RequestSeries[] Series = [new(0, false), new(1, false), new(100, false), new(1, true), new(100, true)];

    private static readonly int[] Connections = [1, 16, 64, 512];

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("services83-benchmark-").FullName;
        try
        {
            var own = await DiskShim.MakeAsync(folder, TimeSpan.Zero);
            var slow = await DiskShim.MakeAsync(folder, SlowWait);
            using var plain = await BusyServer.StartAsync(RequestSeries.AllAccounts, own);
            using var counting = await BusyServer.StartAsync(RequestSeries.AllAccounts, slow, countsAllocations: true);
            await CompareAsync([new("own", plain, own), new("slow", counting, slow)]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CompareAsync(Subject[] subjects)
    {
        foreach (var subject in subjects)
        {
            await CompileAsync(subject.Server);
        }

        await Console.Out.WriteLineAsync($"{"accounts",-14}{"disk",-6}{"connections",11}{LoadResult.Heading}");
        foreach (var series in Series)
        {
            foreach (var connections in Connections.Where(connections => connections <= series.Calls(connections)))
            {
                var results = subjects.ToDictionary(subject => subject, _ => new List<LoadResult>());
                for (var round = 0; round < Rounds; round++)
                {
                    foreach (var subject in subjects)
                    {
                        results[subject].Add(await MeasureAsync(subject, series, connections));
                    }
                }

                foreach (var (subject, rounds) in results)
                {
                    await Console.Out.WriteLineAsync($"{series.Name,-14}{subject.Disk,-6}{connections,11}{LoadResult.Row(rounds)}");
                }
            }
        }
    }

    /// <summary>Makes so many calls that the server has compiled its code for speed.</summary>
    private static async Task CompileAsync(BusyServer server)
    {
        const int Times = 3;
        for (var time = 0; time < Times; time++)
        {
            foreach (var series in Series.OrderBy(series => series.IsNew))
            {
                await series.PrepareAsync(server, 64);
                await series.SendAsync(server, 64, series.Accounts > 1 ? series.Calls(64) : RequestSeries.AllAccounts);
            }
        }
    }

    private static async Task<LoadResult> MeasureAsync(Subject subject, RequestSeries series, int connections)
    {
        var (server, calls) = (subject.Server, series.Calls(connections));
        await series.PrepareAsync(server, connections);
        var (cpu, allocated, waits) = (server.Program.CpuTime, await server.AllocatedAsync(), subject.Shim.Waits);
        var since = Stopwatch.GetTimestamp();
        var times = await series.SendAsync(server, connections, calls);
        var seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
        return new LoadResult(
            calls / seconds, times, (server.Program.CpuTime - cpu).TotalMicroseconds / calls, (await server.AllocatedAsync() - allocated) / 1024 / calls,
            (double)(subject.Shim.Waits - waits) / calls);
    }

    private sealed record Subject(string Disk, BusyServer Server, DiskShim Shim);
}
