using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Services83.EMail.Benchmarks.Soap;

/// <summary>
/// CPU time of the server per request, as a ratio to raw Kestrel: 1 would be as cheap as a constant. The four series are interleaved
/// in short rounds, so that whatever else the machine does hits all of them; the medians of the rounds are compared.
/// </summary>
internal static class SoapComparison
{
    private const int Rounds = 15;
    private const int RequestsPerRound = 2500;
    private const int Connections = 4;

    private static readonly (string Name, string Path, int Accounts)[] Series =
    [
        ("raw Kestrel, 1 account", SoapServer.Raw, 1),
        ("ours, 1 account", SoapServer.Service, 1),
        ("raw Kestrel, 100 accounts", SoapServer.Raw, 100),
        ("ours, 100 accounts", SoapServer.Service, 100),
    ];

    public static async Task RunAsync()
    {
        using var server = StartServer();
        try
        {
            var address = new Uri(await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server has not started."));
            await MeasureAsync(address);
        }
        finally
        {
            server.Kill();
        }
    }

    private static Process StartServer() => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, SoapServer.Command)
    {
        RedirectStandardOutput = true,
        UseShellExecute = false,
    })!;

    private static async Task MeasureAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        var requests = Series.Select(series => Request(series.Path, series.Accounts)).ToArray();
        var results = Series.Select(_ => new List<double>()).ToArray();
        for (var round = -3; round < Rounds; round++)
        {
            for (var i = 0; i < Series.Length; i++)
            {
                var before = await CpuAsync(http);
                await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => SendAsync(address, requests[i])));
                var perRequest = (await CpuAsync(http) - before) / RequestsPerRound;
                if (round >= 0) results[i].Add(perRequest);
            }
        }

        Report(results);
    }

    private static void Report(List<double>[] results)
    {
        var medians = results.Select(values => values.Order().ElementAt(values.Count / 2)).ToArray();
        for (var i = 0; i < Series.Length; i++)
        {
            var ratio = medians[i / 2 * 2] / medians[i];
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{Series[i].Name,-28} {medians[i],8:F1} us of CPU per request   ratio {ratio:F2}"));
        }
    }

    private static async Task<double> CpuAsync(HttpClient http) =>
        double.Parse(await http.GetStringAsync(new Uri(SoapServer.Cpu, UriKind.Relative)), CultureInfo.InvariantCulture);

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
            if (read == 0) throw new InvalidOperationException("The server has hung up.");
            count += read;
            if (IsComplete(buffer.AsSpan(0, count))) return;
        }
    }

    private static bool IsComplete(ReadOnlySpan<byte> reply)
    {
        var end = reply.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        if (!reply.StartsWith("HTTP/1.1 200"u8)) throw new InvalidOperationException(Encoding.UTF8.GetString(reply));
        var length = reply.IndexOf("Content-Length: "u8) + "Content-Length: ".Length;
        var digits = reply[length..];
        return reply.Length == end + 4 + int.Parse(digits[..digits.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
    }

    private static byte[] Request(string path, int accounts)
    {
        var items = string.Concat(Enumerable.Range(1, accounts).Select(i =>
            $"<SyncUserAccount><AccountId>{i}</AccountId><AssociateName>associate{i}</AssociateName><AssociateId>{i}</AssociateId></SyncUserAccount>"));
        var body = $"""
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><ApplicationToken xmlns="{ServiceNamespace.Services83}">1234567-1234-9876</ApplicationToken><Credentials xmlns="{ServiceNamespace.Services83}"><Ticket>7T:1234abcxyzExample==</Ticket></Credentials></s:Header><s:Body><SyncEmailAccounts xmlns="{ServiceNamespace.Services83}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><SyncUserAccounts>{items}</SyncUserAccounts></SyncEmailAccounts></s:Body></s:Envelope>
            """;
        return Encoding.UTF8.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/xml; charset=utf-8\r\n"
            + $"SOAPAction: \"{ServiceNamespace.Services83}/EMail/SyncEmailAccounts\"\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }
}
