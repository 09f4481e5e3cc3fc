using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using Services83.EMail.Connections.Finding;

namespace Services83.EMail.Tests.Support;

/// <summary>A dnsmasq on a free loopback port that knows the records of a test and nothing else.</summary>
public sealed class DnsServer : IAsyncDisposable
{
    public const string Program = "/usr/sbin/dnsmasq";

    private const string Ready = "ready.test";

    private readonly Process _process;

    private DnsServer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <summary>For <c>Mail:Dns:Servers:0</c>.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public MailDns Client => ClientFor(Address);

    /// <param name="records">As arguments of dnsmasq, such as <c>--mx-host=example.test,mx.example.test,10</c>.</param>
    public static async Task<DnsServer> StartAsync(string[] records, CancellationToken cancellationToken)
    {
        Requires.Dnsmasq();
        var port = LocalProgram.FreePorts(1)[0];
        var folder = Directory.CreateTempSubdirectory("services83-dns-").FullName;
        var process = LocalProgram.StartGuarded(
            LocalProgram.LoggingGuardian, folder, "nobody", "nogroup",
            [
                Program, "--no-daemon", "--conf-file=/dev/null", "--no-hosts", "--no-resolv", "--local=/test/", "--listen-address=127.0.0.1", "--bind-interfaces",
                string.Create(CultureInfo.InvariantCulture, $"--port={port}"), "--pid-file", $"--txt-record={Ready},yes", .. records,
            ]);
        var server = new DnsServer(process, port);
        await Polling.UntilAsync(() => server.AnswersAsync(cancellationToken), cancellationToken);
        return server;
    }

    public static MailDns ClientFor(string address) => new(Options.Create(new DnsOptions { Servers = [address] }));

    public async ValueTask DisposeAsync() => await LocalProgram.EndAsync(_process);

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"dnsmasq did not start: {await _process.StandardError.ReadToEndAsync(cancellationToken)}");
        }

        try
        {
            return (await Client.TextsAsync(Ready, cancellationToken)).Count == 1;
        }
        catch (DnsClient.DnsResponseException)
        {
            return false;
        }
    }
}
