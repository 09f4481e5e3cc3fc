using System.Globalization;
using Services83.EMail.Benchmarks.Requests;

namespace Services83.EMail.Benchmarks.Start;

/// <summary>The time from the start of the process to its first reply, and the processor time of that, of several versions of the program in turns.</summary>
internal static class StartComparison
{
    private const int Rounds = 20;

    /// <param name="assemblies">The versions; the program of this build if there are none.</param>
    public static async Task RunAsync(IReadOnlyCollection<string> assemblies)
    {
        var programs = new List<ServedProgram>();
        try
        {
            foreach (var assembly in assemblies.DefaultIfEmpty(ServedProgram.Assembly))
            {
                programs.Add(await ServedProgram.OfAsync(assembly));
            }

            await MeasureAsync(programs);
        }
        finally
        {
            programs.ForEach(program => program.Dispose());
        }
    }

    private static async Task MeasureAsync(List<ServedProgram> programs)
    {
        var starts = programs.ToDictionary(program => program, _ => new List<(double Wall, double Cpu)>());
        // The files are read from the disk in the first round, which does not count.
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var program in programs)
            {
                await program.ServeAsync();
                if (round > 0)
                {
                    starts[program].Add((program.Start.TotalSeconds, program.StartCpuTime.TotalSeconds));
                }

                await program.StopAsync();
            }
        }

        foreach (var (program, times) in starts)
        {
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{Median.Of(times.Select(one => one.Wall)):0.000} s ({times.Min(one => one.Wall):0.000} to {times.Max(one => one.Wall):0.000}), CPU {Median.Of(times.Select(one => one.Cpu)):0.00} s   {program.Version}"));
        }
    }
}
