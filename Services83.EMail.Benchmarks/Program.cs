using BenchmarkDotNet.Running;
using Services83.EMail.Benchmarks.Soap;

namespace Services83.EMail.Benchmarks;

internal static class EntryPoint
{
    /// <summary><c>soap</c> compares the SOAP endpoint with raw Kestrel; anything else goes to BenchmarkDotNet.</summary>
    private static async Task Main(string[] args)
    {
        switch (args.FirstOrDefault())
        {
            case "soap":
                await SoapComparison.RunAsync();
                break;
            case SoapServer.Command:
                await SoapServer.RunAsync();
                break;
            default:
                BenchmarkSwitcher.FromAssembly(typeof(EntryPoint).Assembly).Run(args);
                break;
        }
    }
}
