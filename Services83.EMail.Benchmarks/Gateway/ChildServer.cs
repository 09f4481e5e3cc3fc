using System.Diagnostics;

namespace Services83.EMail.Benchmarks.Gateway;

/// <summary>A server in a process of its own, made of this program; it prints its address when it listens.</summary>
internal sealed class ChildServer : IDisposable
{
    private ChildServer(Process process, Uri address) => (Process, Address) = (process, address);

    public Process Process { get; }

    public Uri Address { get; }

    public static async Task<ChildServer> StartAsync(params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{arguments[0]} has not started.");
        return new ChildServer(process, new Uri(address));
    }

    /// <summary>CPU time so far, kernel included.</summary>
    public TimeSpan CpuTime()
    {
        Process.Refresh();
        return Process.TotalProcessorTime;
    }

    public void Dispose()
    {
        Process.Kill();
        Process.Dispose();
    }
}
