using System.Diagnostics;
using Services83.EMail.Benchmarks.Requests;

namespace Services83.EMail.Benchmarks.Reading;

/// <summary>The calls that read over few and many connections: calls per second, how long they take, and what each costs the server.</summary>
internal static class ReadingLoad
{
    private const int Rounds = 3;

    private static readonly int[] Connections = [1, 16, 64, 512];

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("services83-benchmark-").FullName;
        try
        {
            var shim = await DiskShim.MakeAsync(folder, TimeSpan.Zero);
            using var meter = new AllocationMeter();
            await using var server = await ReadingServer.StartAsync(shim, meter.Setting);
            using var client = new ReadingClient(server.Program);
            await CompareAsync(server, client, shim, meter);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CompareAsync(ReadingServer server, ReadingClient client, DiskShim shim, AllocationMeter meter)
    {
        await Console.Out.WriteLineAsync($"{"call",-42}{"connections",11}{LoadResult.Heading}");
        foreach (var call in server.Calls.Where(call => !call.IsFresh))
        {
            foreach (var connections in Connections.Where(connections => connections <= call.MostConnections))
            {
                var calls = call with { Count = Math.Max(connections, call.Count) };
                await client.SendAsync(calls, connections);
                var rounds = new List<LoadResult>();
                for (var round = 0; round < Rounds; round++)
                {
                    rounds.Add(await MeasureAsync());
                }

                await Console.Out.WriteLineAsync($"{call.Name,-42}{connections,11}{LoadResult.Row(rounds)}");

                async Task<LoadResult> MeasureAsync()
                {
                    var (cpu, allocated, waits) = (server.Program.CpuTime, await meter.ReadAsync(), shim.Waits);
                    var since = Stopwatch.GetTimestamp();
                    var times = await client.SendAsync(calls, connections);
                    var seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
                    return new LoadResult(
                        calls.Count / seconds, times, (server.Program.CpuTime - cpu).TotalMicroseconds / calls.Count,
                        (await meter.ReadAsync() - allocated) / 1024 / calls.Count, (double)(shim.Waits - waits) / calls.Count);
                }
            }
        }
    }
}
