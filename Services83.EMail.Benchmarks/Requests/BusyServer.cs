using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Services83.EMail.Benchmarks.Requests;

/// <summary>The program with many accounts on a mail server that never says anything, so that requests are stored and wait.</summary>
internal sealed class BusyServer : IDisposable
{
    private const string Allocated = "dotnet_gc_heap_total_allocated_bytes_total";

    private readonly TcpListener _mailServer;
    private readonly Uri? _metrics;
    private readonly HttpClient _http = new();

    private BusyServer(TcpListener mailServer, ServedProgram program, Uri? metrics) => (_mailServer, Program, _metrics) = (mailServer, program, metrics);

    public ServedProgram Program { get; }

    /// <param name="accounts">How many accounts there are.</param>
    /// <param name="shim">What the program loads before all other libraries; null for nothing.</param>
    /// <param name="countsAllocations">Whether it publishes its metrics, which costs each call a little.</param>
    public static async Task<BusyServer> StartAsync(int accounts, DiskShim? shim, bool countsAllocations = false)
    {
        var mailServer = new TcpListener(IPAddress.Loopback, 0);
        mailServer.Start();
        var port = ((IPEndPoint)mailServer.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        var metrics = countsAllocations ? new Uri($"http://127.0.0.1:{FreePort()}/metrics") : null;
        var program = await ServedProgram.CreateAsync(
            [
                "--Mail:Egress:PrivateNetworks:0=127.0.0.0/8", $"--Mail:Egress:AllowedPorts:0={port}",
                .. metrics is null ? Array.Empty<string>() : [$"--Telemetry:PrometheusUrl={metrics.GetLeftPart(UriPartial.Authority)}"],
            ]);
        await ImportAsync(program, accounts, port);
        await program.ServeAsync(shim);
        return new BusyServer(mailServer, program, metrics);
    }

    /// <summary>Takes back the requests that wait.</summary>
    public Task ForgetRequestsAsync() => Program.ChangeAsync("DELETE FROM sync_request WHERE running = FALSE");

    /// <summary>Bytes of memory that the program has allocated so far; 0 if it does not count them.</summary>
    public async Task<double> AllocatedAsync() => _metrics is null
        ? 0
        : (await _http.GetStringAsync(_metrics)).Split('\n').Where(line => line.StartsWith(Allocated, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    public void Dispose()
    {
        _http.Dispose();
        Program.Dispose();
        _mailServer.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task ImportAsync(ServedProgram program, int accounts, string port)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(
                file,
                [
                    "email,associate,server,user,password",
                    .. Enumerable.Range(1, accounts).Select(id => $"u{id}@test.example,{ServedProgram.Login},imaps://127.0.0.1:{port},u{id},x"),
                ]);
            await program.RunAsync(null, "account", "import", file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
