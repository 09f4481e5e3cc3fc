using System.Collections.Concurrent;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Interop;

/// <summary>
/// What the fixtures of one test run share: the server, the WSDLs and the programs that are compiled from them. They run one after another,
/// because all of them use the same accounts, beside the fixtures of other namespaces.
/// </summary>
[SetUpFixture]
[SingleThreaded]
[Parallelizable(ParallelScope.Self)]
internal sealed class InteropRun
{
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "services83-interop-" + Guid.NewGuid().ToString("N"));
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Builds = new(StringComparer.Ordinal);

    private static Lazy<Task<ServerChain>> _chain = null!;

    public static RunningServer Server { get; private set; } = null!;

    public static Wsdls Wsdls { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Server = await RunningServer.StartAsync(deadline.Token);
        Wsdls = await Wsdls.ServeAsync(Server, deadline.Token);
        _chain = new(() => ServerChain.StartAsync(CancellationToken.None));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_chain is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _chain.Value).DisposeAsync();
        }

        if (Wsdls is not null)
        {
            await Wsdls.DisposeAsync();
        }

        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>The gateway in front of this program's own web API; started when it is first asked for.</summary>
    public static Task<ServerChain> ChainAsync()
    {
        Requires.Dovecot();
        return _chain.Value;
    }

    /// <summary>Compiles a client's programs, once for all that come out the same.</summary>
    /// <returns>The folder that holds them.</returns>
    public static async Task<string> BuildAsync(ForeignClient client, WsdlAddresses wsdls, CancellationToken cancellationToken)
    {
        if (client.BuildScript is not { } script)
        {
            return "";
        }

        var key = $"{Directory.GetParent(script)!.Name}-{await wsdls.FingerprintAsync(cancellationToken)}";
        var build = Builds.GetOrAdd(key, _ => new Lazy<Task<string>>(async () =>
        {
            var folder = Directory.CreateDirectory(Path.Combine(Folder, key)).FullName;
            await ExternalProgram.RunAsync("sh", [script, wsdls.EMail, wsdls.SoPrincipal, folder], cancellationToken);
            return folder;
        }));
        return await build.Value;
    }
}
