using System.Diagnostics;
using System.Globalization;

namespace Services83.EMail.Benchmarks.Http;

/// <summary>
/// CPU time of a server per request, as a ratio to raw Kestrel: 1 would be as fast as a constant. The series are interleaved in short
/// rounds, so that other work of the machine affects all of them; the medians of the rounds are compared.
/// </summary>
internal static class HttpComparison
{
    private const int Rounds = 15;
    private const int RequestsPerRound = 2500;
    private const int Connections = 4;

    /// <param name="server">Argument that makes this program the server; it prints its address.</param>
    /// <param name="series">Pairs: the constant, then what is compared with it.</param>
    public static async Task RunAsync(string server, IReadOnlyList<(string Name, byte[] Request)> series)
    {
        using var process = StartServer(server);
        try
        {
            var address = new Uri(await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server has not started."));
            await MeasureAsync(address, series);
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

    private static async Task MeasureAsync(Uri address, IReadOnlyList<(string Name, byte[] Request)> series)
    {
        using var http = new HttpClient { BaseAddress = address };
        var results = series.Select(_ => new List<double>()).ToArray();
        for (var round = -3; round < Rounds; round++)
        {
            for (var i = 0; i < series.Count; i++)
            {
                var before = await CpuAsync(http);
                await LoadClient.SendAsync(address, Connections, RequestsPerRound, _ => series[i].Request);
                var perRequest = (await CpuAsync(http) - before) / RequestsPerRound;
                if (round >= 0)
                {
                    results[i].Add(perRequest);
                }
            }
        }

        Report(series, results);
    }

    private static void Report(IReadOnlyList<(string Name, byte[] Request)> series, List<double>[] results)
    {
        var medians = results.Select(values => values.Order().ElementAt(values.Count / 2)).ToArray();
        for (var i = 0; i < series.Count; i++)
        {
            var ratio = medians[i / 2 * 2] / medians[i];
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{series[i].Name,-28} {medians[i],8:F1} us of CPU per request   ratio {ratio:F2}"));
        }
    }

    internal static async Task<double> CpuAsync(HttpClient http) =>
        double.Parse(await http.GetStringAsync(new Uri(MeasuredServer.Cpu, UriKind.Relative)), CultureInfo.InvariantCulture);
}
