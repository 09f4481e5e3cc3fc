using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Services83.EMail.Tests.Support;

/// <summary>
/// A real haproxy of this test's own before several servers, with what docs/cluster.md says to set and nothing else: each request goes to the
/// next server whose <c>/health/ready</c> answers. It ends with <see cref="DisposeAsync"/>, and also when the process that started it is killed.
/// </summary>
internal sealed class HaProxy : IAsyncDisposable
{
    public const string Program = "/usr/sbin/haproxy";

    private readonly Process _process;

    private HaProxy(Process process, int port) => (_process, Url) = (process, new Uri($"http://127.0.0.1:{port}"));

    public Uri Url { get; }

    /// <param name="servers">Their ports; nobody need listen there yet.</param>
    /// <param name="cancellationToken">Ends the wait until it listens.</param>
    public static async Task<HaProxy> StartAsync(IEnumerable<int> servers, CancellationToken cancellationToken)
    {
        Requires.HaProxy();
        var folder = Directory.CreateTempSubdirectory("haproxy-").FullName;
        var port = LocalProgram.FreePorts(1)[0];
        var file = Path.Combine(folder, "haproxy.cfg");
        await File.WriteAllTextAsync(file, Configuration(port, servers), cancellationToken);
        var user = Environment.UserName;
        var group = (await LocalProgram.RunAsync("id", ["-gn", user], cancellationToken)).Trim();
        var proxy = new HaProxy(LocalProgram.StartGuarded(LocalProgram.LoggingGuardian, folder, user, group, Program, "-f", file, "-db"), port);
        await Polling.UntilAsync(() => proxy.ListensAsync(port, cancellationToken), cancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync() => await LocalProgram.EndAsync(_process);

    private async Task<bool> ListensAsync(int port, CancellationToken cancellationToken)
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"haproxy ended: {await _process.StandardError.ReadToEndAsync(cancellationToken)}");
        }

        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Configuration(int port, IEnumerable<int> servers) => $$"""
        defaults
          mode http
          timeout connect 2s
          timeout client 30s
          timeout server 30s
          timeout check 2s
          option redispatch
        frontend door
          bind 127.0.0.1:{{port.ToString(CultureInfo.InvariantCulture)}}
          default_backend servers
        backend servers
          balance roundrobin
          option httpchk GET /health/ready
          http-check expect status 200
          default-server check inter 1s fall 2 rise 1
        {{string.Join('\n', servers.Select(server => string.Create(CultureInfo.InvariantCulture, $"  server s{server} 127.0.0.1:{server}")))}}

        """;
}
