using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

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

    private static Process StartServer(string server) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, server)
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
                await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => SendAsync(address, series[i].Request)));
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

    private static async Task<double> CpuAsync(HttpClient http) =>
        double.Parse(await http.GetStringAsync(new Uri(MeasuredServer.Cpu, UriKind.Relative)), CultureInfo.InvariantCulture);

    private static async Task SendAsync(Uri address, byte[] request)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        var buffer = new byte[16 * 1024];
        for (var i = 0; i < RequestsPerRound / Connections; i++)
        {
            await stream.WriteAsync(request);
            await ReadReplyAsync(stream, buffer);
        }
    }

    private static async Task ReadReplyAsync(NetworkStream stream, byte[] buffer)
    {
        var count = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(count));
            if (read == 0)
            {
                throw new InvalidOperationException("The server has hung up.");
            }

            count += read;
            if (IsComplete(buffer.AsSpan(0, count)))
            {
                return;
            }
        }
    }

    private static bool IsComplete(ReadOnlySpan<byte> reply)
    {
        var end = reply.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        if (reply.StartsWith("HTTP/1.1 204"u8))
        {
            return reply.Length == end + 4;
        }

        if (!reply.StartsWith("HTTP/1.1 200"u8))
        {
            throw new InvalidOperationException(Encoding.UTF8.GetString(reply));
        }

        var length = reply.IndexOf("Content-Length: "u8) + "Content-Length: ".Length;
        var digits = reply[length..];
        return reply.Length == end + 4 + int.Parse(digits[..digits.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
    }
}
