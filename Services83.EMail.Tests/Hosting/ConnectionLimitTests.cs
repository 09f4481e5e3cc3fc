using System.Net.Sockets;
using System.Text;
using NUnit.Framework;
using Services83.EMail.Hosting;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Hosting;

[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class ConnectionLimitTests
{
    [TestCase(100, 16)]
    [TestCase(512, 256)]
    [TestCase(1024, 768)]
    [TestCase(4096, 3072)]
    [TestCase(1_048_576, 786_432)]
    public void Clients_get_what_files_and_mail_servers_leave(long descriptors, long connections) =>
        Assert.That(ConnectionLimit.Of(descriptors), Is.EqualTo(connections));

    [Test]
    public async Task A_connection_too_many_is_closed_and_the_others_are_served(CancellationToken cancellation)
    {
        await using var server = await SoapTestServer.StartAsync([], cancellation, $"--{ConnectionLimit.Key}=2");
        using var first = await ConnectAsync(server.Url, cancellation);
        using var second = await ConnectAsync(server.Url, cancellation);
        using var third = await ConnectAsync(server.Url, cancellation);

        Assert.That(await AskAsync(third, cancellation), Is.Empty);
        Assert.That(await AskAsync(second, cancellation), Does.StartWith("HTTP/1.1 200"));
        Assert.That(await AskAsync(first, cancellation), Does.StartWith("HTTP/1.1 200"));
    }

    [Test]
    public void What_is_no_number_is_refused_at_the_start(CancellationToken cancellation) => Assert.That(
        async () => await SoapTestServer.StartAsync([], cancellation, $"--{ConnectionLimit.Key}=many"),
        Throws.InstanceOf<SettingsException>().With.Message.Contains(ConnectionLimit.Key));

    private static async Task<TcpClient> ConnectAsync(Uri server, CancellationToken cancellation)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, cancellation);
        return client;
    }

    private static async Task<string> AskAsync(TcpClient client, CancellationToken cancellation)
    {
        try
        {
            await client.GetStream().WriteAsync("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), cancellation);
            var buffer = new byte[1024];
            return Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer, cancellation));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
