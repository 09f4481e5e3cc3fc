using System.Globalization;
using Services83.EMail.Mail.Transport;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Benchmarks.Sync;

/// <summary>
/// A first sync, a sync without changes and one with a few over TLS, side by side with mbsync, interimap and the bare FETCH, taking turns in one run, so
/// that whatever else the machine does disturbs all of them alike.
/// </summary>
internal static class SyncComparison
{
    private const string User = "user001";
    private const string Usage = "sync [--maildir FOLDER | --messages N | --small N] [--runs N]";

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new ConfigurationBuilder().AddCommandLine(args).Build();
        if (args.Length % 2 != 0 || options.AsEnumerable().Any(option => option.Key is not ("maildir" or "messages" or "small" or "runs")))
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        await using var server = await DovecotServer.StartAsync(new DovecotOptions { Users = 1 });
        await BenchmarkMailbox.FillAsync(server, User, options["maildir"], options.GetValue<int?>("messages"), options.GetValue<int?>("small"));
        double octets = BenchmarkMailbox.OctetsOf(server, User);
        var folders = await FoldersAsync(server);
        var results = new Dictionary<string, List<Measurement>>();
        for (var run = 0; run < options.GetValue("runs", 3); run++)
        {
            Add(results, "first, FETCH only", await Measurement.OfAsync(() => FetchFloor.RunAsync(
                server.ImapOptions(LineSecurity.Tls), server.CertificateFingerprint, User, DovecotServer.Password(User), folders)));
            using var mbsync = await Mbsync.CreateAsync(server, User);
            Add(results, "first, mbsync", await mbsync.SyncAsync());
            Add(results, "no change, mbsync", await mbsync.SyncAsync());
            await using var interimap = await Interimap.CreateAsync(server, User);
            Add(results, "first, interimap", await interimap.SyncAsync());
            Add(results, "no change, interimap", await interimap.SyncAsync());
            await using var engine = await EngineUnderTest.StartAsync(server, User);
            var messages = 0;
            Add(results, "first, this program", await Measurement.OfAsync(async () => messages = await engine.SyncAsync()));
            Add(results, "no change, this program", await Measurement.OfAsync(engine.SyncAsync));
            await BenchmarkMailbox.ChangeAsync(server, User, run);
            Add(results, "changes, mbsync", await mbsync.SyncAsync());
            Add(results, "changes, interimap", await interimap.SyncAsync());
            Add(results, "changes, this program", await Measurement.OfAsync(engine.SyncAsync));
            await Console.Out.WriteLineAsync($"run {run + 1}: {messages} messages");
        }

        await PrintAsync(results, octets);
        return 0;
    }

    private static async Task<IReadOnlyList<string>> FoldersAsync(DovecotServer server)
    {
        await using var client = await server.LogInAsync(User, CancellationToken.None);
        // The floor sends names as they are, so folders that would have to be encoded are left out.
        return [.. (await client.ListAsync(CancellationToken.None))
            .Where(folder => folder.IsSelectable && folder.Status?.Messages > 0 && folder.Name.All(letter => letter is < '\x7f' and not ('"' or '\\' or '&')))
            .Select(folder => folder.Name)];
    }

    private static void Add(Dictionary<string, List<Measurement>> results, string name, Measurement measurement)
    {
        if (!results.TryGetValue(name, out var runs))
        {
            results.Add(name, runs = []);
        }

        runs.Add(measurement);
    }

    private static async Task PrintAsync(Dictionary<string, List<Measurement>> results, double octets)
    {
        await Console.Out.WriteLineAsync($"{"medians",-26}{"wall s",10}{"CPU s",10}{"wall : mbsync",16}{"CPU : mbsync",16}{"written : mail",16}{"MB at most",12}");
        foreach (var (name, runs) in results.OrderBy(result => result.Key, StringComparer.Ordinal))
        {
            var median = Measurement.MedianOf(runs);
            var peer = Measurement.MedianOf(results[$"{name.Split(',')[0]}, mbsync"]);
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-26}{median.Wall,10:0.00}{median.Cpu,10:0.00}{median.Wall / peer.Wall,16:0.00}{median.Cpu / peer.Cpu,16:0.00}{median.Written / octets,16:0.00}{median.Memory,12:0}"));
        }
    }
}
