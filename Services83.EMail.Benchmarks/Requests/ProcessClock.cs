using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Services83.EMail.Benchmarks.Requests;

/// <summary>The processor time of another process. On Linux, what the framework tells of it is counted in steps of 10 ms, which is as long as some rounds.</summary>
internal static class ProcessClock
{
    /// <summary>The time so far, kernel included.</summary>
    public static TimeSpan Of(Process process)
    {
        if (!OperatingSystem.IsLinux())
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }

        return GetClock(process.Id, out var clock) == 0 && GetTime(clock, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000)
            : throw new Win32Exception($"The processor time of the process {process.Id} cannot be read.");
    }

    [DllImport("libc", EntryPoint = "clock_getcpuclockid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetClock(int process, out int clock);

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
