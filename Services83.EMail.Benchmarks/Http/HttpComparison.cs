using System.Diagnostics;
using System.Globalization;

namespace Services83.EMail.Benchmarks.Http;

/// <summary>
/// CPU time of a server per request, as a ratio to raw Kestrel: 1 would be as fast as a constant. The series are interleaved in short
/// rounds, so that other work of the machine affects all of them; the medians of the rounds' own ratios are shown.
/// </summary>
internal static class HttpComparison
{
    private const int Rounds = 21;

    /// <summary>Rounds before those that are measured. The server compiles its code for speed meanwhile.</summary>
    private const int Before = 25;

    private const int RequestsPerRound = 2500;
    private const int Connections = 4;

    /// <param name="server">Argument that makes this program the server; it prints its address.</param>
    /// <param name="groups">Of each, the first is the constant with which the others are compared.</param>
    public static async Task RunAsync(string server, IReadOnlyList<HttpSeries[]> groups)
    {
        using var process = StartServer(server);
        try
        {
            var address = new Uri(await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server has not started."));
            await MeasureAsync(address, groups);
        }
        finally
        {
            process.Kill();
        }
    }

    internal static Process StartServer(string server) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, server)
    {
        RedirectStandardOutput = true,
        UseShellExecute = false,
    })!;

    private static async Task MeasureAsync(Uri address, IReadOnlyList<HttpSeries[]> groups)
    {
        using var http = new HttpClient { BaseAddress = address };
        var results = groups.SelectMany(group => group).ToDictionary(series => series, _ => new List<double>());
        for (var round = -Before; round < Rounds; round++)
        {
            foreach (var (series, times) in results)
            {
                var before = await CpuAsync(http);
                await LoadClient.SendAsync(address, Connections, RequestsPerRound, _ => series.Request);
                var perRequest = (await CpuAsync(http) - before) / RequestsPerRound;
                if (round >= 0)
                {
                    times.Add(perRequest);
                }
            }
        }

        foreach (var group in groups)
        {
            Report(group, results);
        }
    }

    private static void Report(HttpSeries[] group, Dictionary<HttpSeries, List<double>> results)
    {
        var constant = results[group[0]];
        foreach (var series in group)
        {
            var times = results[series];
            var ratios = constant.Zip(times, (raw, ours) => raw / ours).ToList();
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{series.Name,-34} {Median.Of(times),8:F1} us of CPU per request   ratio {Median.Of(ratios):F2} ({ratios.Min():F2} to {ratios.Max():F2})"));
        }
    }

    internal static async Task<double> CpuAsync(HttpClient http) =>
        double.Parse(await http.GetStringAsync(new Uri(MeasuredServer.Cpu, UriKind.Relative)), CultureInfo.InvariantCulture);
}

/// <summary>Requests that are measured together.</summary>
internal sealed record HttpSeries(string Name, byte[] Request);
