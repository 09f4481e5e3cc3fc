using BenchmarkDotNet.Running;
using Services83.EMail.Benchmarks.Accounts;
using Services83.EMail.Benchmarks.Gateway;
using Services83.EMail.Benchmarks.Reading;
using Services83.EMail.Benchmarks.Requests;
using Services83.EMail.Benchmarks.Rest;
using Services83.EMail.Benchmarks.Soap;
using Services83.EMail.Benchmarks.Start;
using Services83.EMail.Benchmarks.Sync;

namespace Services83.EMail.Benchmarks;

internal static class EntryPoint
{
    /// <summary>
    /// <c>soap</c> and <c>rest</c> compare the doors with raw Kestrel, <c>sync</c> a sync with other programs' side by side, <c>requests</c>
    /// requests over many connections with those over one, <c>durable</c> the cost of stored requests with raw Kestrel, <c>reading</c> tells what
    /// calls that read cost, <c>accounts</c> what many accounts cost, <c>start</c> how long versions of the program take to start, <c>gateway</c> compares a call through
    /// the gateway with one to the tenant; everything else is for BenchmarkDotNet.
    /// </summary>
    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["soap", ..]:
                await SoapComparison.RunAsync();
                return 0;
            case [SoapServer.Command, ..]:
                await SoapServer.RunAsync();
                return 0;
            case ["rest", ..]:
                await RestComparison.RunAsync();
                return 0;
            case [RestServer.Command, ..]:
                await RestServer.RunAsync();
                return 0;
            case ["sync", .. var options]:
                return await SyncComparison.RunAsync(options);
            case ["requests"]:
                await RequestComparison.RunAsync();
                return 0;
            case ["durable"]:
                await DurableComparison.RunAsync();
                return 0;
            case ["reading", "connections"]:
                await ReadingLoad.RunAsync();
                return 0;
            case ["reading", .. var parts]:
                await ReadingComparison.RunAsync(parts);
                return 0;
            case ["accounts", .. var options]:
                return await AccountsMeasurement.RunAsync(options);
            case ["start", .. var assemblies]:
                await StartComparison.RunAsync(assemblies);
                return 0;
            case ["gateway"]:
                await GatewayComparison.RunAsync();
                return 0;
            case [GatewayComparison.ServerCommand, var tenant]:
                await GatewayComparison.ServeAsync(tenant);
                return 0;
            case [TenantServer.Command]:
                await TenantServer.RunAsync();
                return 0;
            default:
                BenchmarkSwitcher.FromAssembly(typeof(EntryPoint).Assembly).Run(args);
                return 0;
        }
    }
}
