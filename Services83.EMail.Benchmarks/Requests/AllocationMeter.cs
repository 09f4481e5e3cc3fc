using System.Globalization;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Benchmarks.Requests;

/// <summary>Reads from the metrics of a program how much memory it has allocated. Publishing them costs each call a little.</summary>
internal sealed class AllocationMeter : IDisposable
{
    private const string Allocated = "dotnet_gc_heap_total_allocated_bytes_total";

    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://127.0.0.1:{LocalProgram.FreePorts(1)[0]}") };

    /// <summary>The setting that makes the program publish its metrics.</summary>
    public string Setting => $"--Telemetry:PrometheusUrl={_http.BaseAddress!.GetLeftPart(UriPartial.Authority)}";

    /// <summary>Bytes of memory that the program has allocated so far.</summary>
    public async Task<double> ReadAsync() =>
        (await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n').Where(line => line.StartsWith(Allocated, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    public void Dispose() => _http.Dispose();
}
