using System.Globalization;

namespace Services83.EMail.Benchmarks.Reading;

/// <summary>
/// What calls that read cost the program: processor time and time of the call, with a mailbox that was synced from a real Dovecot. Rounds of
/// all calls in turns. Then the memory that the program holds, and what many logins at once do to other calls.
/// </summary>
internal static class ReadingComparison
{
    private const int Connections = 4;

    /// <summary>Rounds that do not count, in which the server compiles its code for speed: more for syncs, of which a round has few.</summary>
    private const int Before = 5;
    private const int BeforeSyncs = 20;

    private const int Rounds = 7;

    /// <param name="parts">Which parts to run: <c>calls</c>, <c>memory</c>, <c>logins</c>; all if it is empty.</param>
    public static async Task RunAsync(IReadOnlyCollection<string> parts)
    {
        await using var server = await ReadingServer.StartAsync();
        using var client = new ReadingClient(server.Program);
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"start to first reply {server.Program.Start.TotalSeconds:0.00} s, then {server.Megabytes:0} MB resident"));
        foreach (var (name, run) in ((string, Func<ReadingServer, ReadingClient, Task>)[])[("calls", CompareAsync), ("memory", MemoryAsync), ("logins", LoginsAsync)])
        {
            if (parts.Count == 0 || parts.Contains(name))
            {
                await run(server, client);
            }
        }
    }

    private static async Task CompareAsync(ReadingServer server, ReadingClient client)
    {
        var calls = server.Calls;
        var results = calls.ToDictionary(call => call, _ => new List<(double Cpu, double[] Times, long Reply)>());
        for (var round = -BeforeSyncs; round < Rounds; round++)
        {
            foreach (var call in round < -Before ? calls.Where(call => call.IsSync) : calls)
            {
                var cpu = server.Program.CpuTime;
                var times = call.IsFresh ? await OneByOneAsync(server, client, call) : await client.SendAsync(call, Connections);
                if (round >= 0)
                {
                    results[call].Add(((server.Program.CpuTime - cpu).TotalMicroseconds / call.Count, times, client.ReplyBytes));
                }
            }
        }

        await Console.Out.WriteLineAsync($"{"call",-42}{"CPU us",9}{"lowest",9}{"highest",9}{"p50 ms",9}{"p99 ms",9}{"reply kB",10}");
        foreach (var (call, rounds) in results)
        {
            double[] times = [.. rounds.SelectMany(round => round.Times).Order()];
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{call.Name,-42}{Median.Of(rounds.Select(one => one.Cpu)),9:0}{rounds.Min(one => one.Cpu),9:0}{rounds.Max(one => one.Cpu),9:0}{times[times.Length / 2],9:0.0}{times[times.Length * 99 / 100],9:0.0}{rounds[^1].Reply / 1000.0,10:0.0}"));
        }
    }

    /// <summary>Each call returns what none before has returned, so it is all made new before each call.</summary>
    private static async Task<double[]> OneByOneAsync(ReadingServer server, ReadingClient client, Call call)
    {
        var times = new List<double>();
        for (var number = 0; number < call.Count; number++)
        {
            await server.RenewMailAsync();
            times.AddRange(await client.SendAsync(call with { Count = 1 }, 1));
        }

        return [.. times];
    }

    private static async Task MemoryAsync(ReadingServer server, ReadingClient client)
    {
        const int Many = 64;
        var most = 0.0;
        var sending = client.SendAsync(server.Large with { Count = 10 * Many }, Many);
        while (!sending.IsCompleted)
        {
            most = Math.Max(most, server.Megabytes);
            await Task.WhenAny(sending, Task.Delay(TimeSpan.FromMilliseconds(50)));
        }

        await sending;
        var after = server.Megabytes;
        await Task.Delay(TimeSpan.FromSeconds(20));
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{server.Large.Name} over {Many} connections: {most:0} MB resident at most, {after:0} MB afterwards, {server.Megabytes:0} MB 20 s later"));
    }

    private static async Task LoginsAsync(ReadingServer server, ReadingClient client)
    {
        const int Logins = 64;
        const int Times = 7;
        const int Probes = 5_000;
        var probe = server.Small with { Count = Probes };
        for (var time = 0; time < Times; time++)
        {
            var alone = await client.SendAsync(probe, Connections);
            var storm = client.SendAsync(server.LogIn with { Count = 2 * Logins }, Logins);
            var beside = await client.SendAsync(probe, Connections);
            var isOver = storm.IsCompleted;
            await storm;
            Array.Sort(alone);
            Array.Sort(beside);
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{probe.Name}: p50 {alone[Probes / 2]:0.0} ms, p99 {alone[Probes * 99 / 100]:0.0} ms; beside {Logins} logins at a time p50 {beside[Probes / 2]:0.0} ms, p99 {beside[Probes * 99 / 100]:0.0} ms{(isOver ? " (the logins ended first)" : "")}"));
        }
    }
}
