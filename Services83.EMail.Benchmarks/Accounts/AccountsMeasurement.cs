using System.Diagnostics;
using System.Globalization;
using Services83.EMail.Benchmarks.Requests;

namespace Services83.EMail.Benchmarks.Accounts;

/// <summary>
/// What many accounts cost the program in processor time and memory: the first sync of all, syncs without changes in the same process and in
/// a new one, and the idle time after each.
/// </summary>
internal static class AccountsMeasurement
{
    private const string Usage = "accounts [--accounts N] [--messages N] [--large N] [--ticks N]";

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new ConfigurationBuilder().AddCommandLine(args).Build();
        if (args.Length % 2 != 0 || options.AsEnumerable().Any(option => option.Key is not ("accounts" or "messages" or "large" or "ticks")))
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        var (accounts, ticks) = (options.GetValue("accounts", 1000), options.GetValue("ticks", 5));
        await using var server = await ManyAccounts.CreateAsync(accounts, options.GetValue("messages", 50), options.GetValue("large", 0));
        await Console.Out.WriteLineAsync($"{"",-26}{"wall s",9}{"CPU s",9}{"ms each",9}{"MB most",9}{"MB now",9}{"no files",9}");
        foreach (var process in (string[])["", ", new process"])
        {
            await server.Program.ServeAsync();
            await PrintAsync($"start{process}", accounts, server.Program, new(server.Program.Start.TotalSeconds, server.Program.StartCpuTime.TotalSeconds));
            var first = await MeasureAsync(server.Program, server.SyncAsync);
            await PrintAsync(process.Length == 0 ? "first sync" : $"sync{process}", accounts, server.Program, first);
            await IdleAsync(accounts, server.Program);
            await TickAsync(server, accounts, ticks);
            await IdleAsync(accounts, server.Program);
            await server.Program.StopAsync();
        }

        return 0;
    }

    private static async Task TickAsync(ManyAccounts server, int accounts, int count)
    {
        var ticks = new List<Cost>();
        while (ticks.Count < count)
        {
            ticks.Add(await MeasureAsync(server.Program, server.SyncAsync));
        }

        if (count > 0)
        {
            await PrintAsync("no change, median", accounts, server.Program, new(Median.Of(ticks.Select(tick => tick.Wall)), Median.Of(ticks.Select(tick => tick.Cpu))));
        }
    }

    private static async Task IdleAsync(int accounts, ServedProgram program) =>
        await PrintAsync("idle 30 s", accounts, program, await MeasureAsync(program, () => Task.Delay(Idle)));

    private static async Task<Cost> MeasureAsync(ServedProgram program, Func<Task> work)
    {
        program.Memory.ForgetPeak();
        var cpu = program.CpuTime;
        var since = Stopwatch.GetTimestamp();
        await work();
        return new(Stopwatch.GetElapsedTime(since).TotalSeconds, (program.CpuTime - cpu).TotalSeconds);
    }

    private static Task PrintAsync(string what, int accounts, ServedProgram program, Cost cost)
    {
        var memory = program.Memory;
        return Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-26}{cost.Wall,9:0.00}{cost.Cpu,9:0.00}{cost.Cpu / accounts * 1000,9:0.0}{memory.Peak / 1e6,9:0}{memory.Resident / 1e6,9:0}{memory.Anonymous / 1e6,9:0}"));
    }

    private readonly record struct Cost(double Wall, double Cpu);
}
