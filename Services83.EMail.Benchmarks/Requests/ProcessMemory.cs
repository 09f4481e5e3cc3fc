using System.Globalization;

namespace Services83.EMail.Benchmarks.Requests;

/// <summary>The resident memory of a process as Linux counts it, in bytes.</summary>
internal readonly struct ProcessMemory(int process)
{
    /// <summary>What it holds now.</summary>
    public long Resident => Read("status", "VmRSS:");

    /// <summary>The most that it has held since <see cref="ForgetPeak"/>.</summary>
    public long Peak => Read("status", "VmHWM:");

    /// <summary>What it holds now without the files that are mapped: heaps and stacks.</summary>
    public long Anonymous => Read("status", "RssAnon:");

    public void ForgetPeak() => File.WriteAllText(Path("clear_refs"), "5");

    private long Read(string file, string name)
    {
        var line = File.ReadLines(Path(file)).Single(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..^" kB".Length], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) * 1024;
    }

    private string Path(string file) => string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/{file}");
}
