using System.Diagnostics;
using System.Globalization;

namespace Services83.EMail.Benchmarks.Sync;

/// <summary>What one piece of work cost its process.</summary>
/// <param name="Wall">Seconds.</param>
/// <param name="Cpu">Seconds of processor time.</param>
/// <param name="Written">Bytes written to files, temporary ones too, and the few that are sent; not a number for another program.</param>
/// <param name="Memory">The most megabytes that were resident, this benchmark's own ones included; not a number for another program.</param>
internal readonly record struct Measurement(double Wall, double Cpu, double Written, double Memory)
{
    /// <summary>Work in this process.</summary>
    public static async Task<Measurement> OfAsync(Func<Task> work)
    {
        await ForgetMostMemoryAsync();
        var (cpu, written) = (Environment.CpuUsage.TotalTime, Octets());
        var started = Stopwatch.GetTimestamp();
        await work();
        return new(
            Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, Octets() - written,
            KernelNumber("/proc/self/status", "VmHWM:") / 1000);
    }

    /// <summary>Another program; the shell tells what it used.</summary>
    public static async Task<Measurement> OfProgramAsync(string program, params string[] arguments)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", "\"$@\" >&2 || exit; times", "bash", program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var times = (await process.StandardOutput.ReadToEndAsync()).Split(['\n', ' '], StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? new(Stopwatch.GetElapsedTime(started).TotalSeconds, times[^2..].Sum(Seconds), double.NaN, double.NaN)
            : throw new InvalidOperationException($"{program} failed: {await errors}");
    }

    public static Measurement MedianOf(IEnumerable<Measurement> all)
    {
        var runs = all.ToArray();
        return new(
            Median.Of(runs.Select(run => run.Wall)), Median.Of(runs.Select(run => run.Cpu)), Median.Of(runs.Select(run => run.Written)),
            Median.Of(runs.Select(run => run.Memory)));
    }

    private static double Octets() => KernelNumber("/proc/self/io", "wchar:");

    /// <summary>Makes the kernel forget the most memory that it has seen; see proc(5).</summary>
    private static Task ForgetMostMemoryAsync() => File.WriteAllTextAsync("/proc/self/clear_refs", "5");

    private static double KernelNumber(string file, string name) => double.Parse(
        File.ReadLines(file).Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Split("kB")[0], CultureInfo.InvariantCulture);

    /// <summary>The shell's <c>1m2.345s</c>.</summary>
    private static double Seconds(string text)
    {
        var parts = text.TrimEnd('s').Split('m');
        return int.Parse(parts[0], CultureInfo.InvariantCulture) * 60 + double.Parse(parts[1], CultureInfo.InvariantCulture);
    }
}
