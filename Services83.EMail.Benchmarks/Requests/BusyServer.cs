using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Services83.EMail.Benchmarks.Requests;

/// <summary>The program with many accounts on a mail server that never says anything, so that requests are stored and wait.</summary>
internal sealed class BusyServer : IDisposable
{
    private readonly TcpListener _mailServer;
    private readonly AllocationMeter? _allocations;

    private BusyServer(TcpListener mailServer, ServedProgram program, AllocationMeter? allocations) =>
        (_mailServer, Program, _allocations) = (mailServer, program, allocations);

    public ServedProgram Program { get; }

    /// <param name="accounts">How many accounts there are.</param>
    /// <param name="shim">What the program loads before all other libraries; null for nothing.</param>
    /// <param name="countsAllocations">Whether it publishes its metrics, which costs each call a little.</param>
    public static async Task<BusyServer> StartAsync(int accounts, DiskShim? shim, bool countsAllocations = false)
    {
        var mailServer = new TcpListener(IPAddress.Loopback, 0);
        mailServer.Start();
        var port = ((IPEndPoint)mailServer.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        var allocations = countsAllocations ? new AllocationMeter() : null;
        var program = await ServedProgram.CreateAsync(
            [
                "--Mail:Egress:PrivateNetworks:0=127.0.0.0/8", $"--Mail:Egress:AllowedPorts:0={port}",
                .. allocations is null ? Array.Empty<string>() : [allocations.Setting],
            ]);
        await program.ImportAccountsAsync(Enumerable.Range(1, accounts).Select(id =>
            $"u{id}@test.example,{ServedProgram.Login},imaps://127.0.0.1:{port},u{id},x"));
        await program.ServeAsync(shim);
        return new BusyServer(mailServer, program, allocations);
    }

    /// <summary>Takes back the requests that wait.</summary>
    public Task ForgetRequestsAsync() => Program.ChangeAsync("DELETE FROM sync_request WHERE running = FALSE");

    /// <summary>Bytes of memory that the program has allocated so far; 0 if it does not count them.</summary>
    public async Task<double> AllocatedAsync() => _allocations is null ? 0 : await _allocations.ReadAsync();

    public void Dispose()
    {
        _allocations?.Dispose();
        Program.Dispose();
        _mailServer.Dispose();
    }
}
