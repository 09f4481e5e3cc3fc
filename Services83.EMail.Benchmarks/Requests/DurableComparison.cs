using System.Globalization;
using Services83.EMail.Benchmarks.Http;
using Services83.EMail.Benchmarks.Soap;

namespace Services83.EMail.Benchmarks.Requests;

/// <summary>
/// The processor time of SyncEmailAccounts at the real program over 64 connections, as a ratio to a constant from raw Kestrel for the same
/// request: with no account (the ticket is checked), with accounts that wait already, and with accounts whose request is stored first.
/// </summary>
internal static class DurableComparison
{
    private const int Connections = 64;

    /// <summary>Rounds that do not count, in which the server compiles its code for speed.</summary>
    private const int Before = 16;

    private const int Rounds = 9;
    private const int Many = 100;
    private const int RequestsOfOne = 4_000;
    private const int RequestsOfMany = 250;
    private const int Accounts = RequestsOfMany * Many;

    public static async Task RunAsync()
    {
        using var constant = HttpComparison.StartServer(SoapServer.Command);
        using var server = await BusyServer.StartAsync(Accounts, shim: null);
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri(await constant.StandardOutput.ReadLineAsync() ?? "") };
            await MeasureAsync(server, http);
        }
        finally
        {
            constant.Kill();
        }
    }

    private static async Task MeasureAsync(BusyServer server, HttpClient constant)
    {
        var results = new Dictionary<string, List<double>>();
        for (var round = -Before; round < Rounds; round++)
        {
            foreach (var accounts in (int[])[0, 1, Many])
            {
                var requests = accounts == Many ? RequestsOfMany : RequestsOfOne;
                await server.ForgetRequestsAsync();
                await AddAsync($"constant, {accounts}", OfConstantAsync);
                await AddAsync($"new, {accounts}", () => OfServerAsync(server, accounts, requests));
                await AddAsync($"waiting, {accounts}", () => OfServerAsync(server, accounts, requests));

                async Task<double> OfConstantAsync()
                {
                    var before = await HttpComparison.CpuAsync(constant);
                    await LoadClient.SendAsync(
                        constant.BaseAddress!, Connections, requests, number => SoapComparison.Request(MeasuredServer.Raw, Numbers(number, accounts), server.Program.Ticket));
                    return (await HttpComparison.CpuAsync(constant) - before) / requests;
                }
            }

            async Task AddAsync(string name, Func<Task<double>> measure)
            {
                var result = await measure();
                if (round >= 0)
                {
                    (results.TryGetValue(name, out var known) ? known : results[name] = []).Add(result);
                }
            }
        }

        await PrintAsync(results);
    }

    private static async Task PrintAsync(Dictionary<string, List<double>> results)
    {
        foreach (var (name, times) in results)
        {
            var ratios = results[$"constant, {name.Split(", ")[1]}"].Zip(times, (raw, ours) => raw / ours).ToList();
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-16}{Median.Of(times),10:0} us of CPU ({times.Min():0} to {times.Max():0})   ratio {Median.Of(ratios):0.00} ({ratios.Min():0.00} to {ratios.Max():0.00})"));
        }
    }

    private static async Task<double> OfServerAsync(BusyServer server, int accounts, int requests)
    {
        var before = server.Program.CpuTime;
        await LoadClient.SendAsync(
            server.Program.Address, Connections, requests, number => SoapComparison.Request(SoapServer.Service, Numbers(number, accounts), server.Program.Ticket));
        return (server.Program.CpuTime - before).TotalMicroseconds / requests;
    }

    private static IEnumerable<int> Numbers(int request, int accounts) => Enumerable.Range((request * accounts) + 1, accounts);
}
