using System.Net;
using System.Net.Sockets;
using System.Text;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>Every failure of the connection to a tenant is reported, and no operation that writes is sent twice because of it.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
internal sealed class BrokenLineTests : GatewayFixture
{
    private const string Read = "GetEMail";
    private const string Write = "SetRepliedAt";

    [Test]
    public async Task A_reply_that_breaks_off_is_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await StartGatewayAsync($"--Gateway:Tenants:Cust3=http://{listener.LocalEndpoint}");

        var call = EMail(tenant: "Cust3").CallAsync(Read, Deadline);
        using (var line = await listener.AcceptTcpClientAsync(Deadline))
        {
            var stream = line.GetStream();
            await ReadRequestAsync(stream);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"u8.ToArray(), Deadline);
            line.Client.Shutdown(SocketShutdown.Send);
            Assert.That(await stream.ReadAsync(new byte[1], Deadline), Is.Zero);
        }

        Refused(await call, "Upstream", "BrokenReply");
    }

    [TestCase(Read, 3)]
    [TestCase(Write, 1)]
    [TestCase("CacheFolderList", 1)]
    [TestCase("SendEMails", 1)]
    public async Task A_broken_line_is_told_and_only_what_reads_is_repeated(string operation, int calls)
    {
        await StartGatewayAsync();
        // Creates a connection that can then break.
        Upstream.Instead = async (context, _) =>
        {
            await Upstream.JsonAsync(context, "null");
            return true;
        };
        await CallAsync("GetCurrentAccount");
        Upstream.Instead = (context, _) =>
        {
            context.Abort();
            return Task.FromResult(true);
        };

        Refused(await CallAsync(operation), "Upstream", "Connection");

        Assert.That(Upstream.Calls.Count(call => call.Operation == operation), Is.EqualTo(calls));
    }

    [Test]
    public async Task A_call_without_a_body_is_not_sent_twice_when_a_kept_line_ends()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await StartGatewayAsync($"--Gateway:Tenants:Cust3=http://{listener.LocalEndpoint}");

        var first = EMail(tenant: "Cust3").CallAsync("CacheFolderList", Deadline);
        using var line = await listener.AcceptTcpClientAsync(Deadline);
        var stream = line.GetStream();
        await ReadHeaderAsync(stream);
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]"u8.ToArray(), Deadline);
        Assert.That((await first).Error?.Message, Is.Null);
        var second = EMail(tenant: "Cust3").CallAsync("CacheFolderList", Deadline);
        await ReadHeaderAsync(stream);
        line.Client.Shutdown(SocketShutdown.Send);

        Refused(await second, "Upstream", "Connection");
        Assert.That(listener.Pending(), Is.False, "a second attempt");
    }

    [Test]
    public async Task A_client_that_hangs_up_ends_the_call_of_the_tenant()
    {
        await StartGatewayAsync();
        var (arrived, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        Upstream.Instead = async (context, _) =>
        {
            await using var registration = context.RequestAborted.Register(ended.SetResult);
            arrived.SetResult();
            await ended.Task;
            return true;
        };
        using var patience = new CancellationTokenSource();

        var call = EMail().CallAsync(Read, patience.Token);
        await arrived.Task.WaitAsync(Deadline);
        await patience.CancelAsync();

        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
        await ended.Task.WaitAsync(Deadline);
    }

    /// <summary>Reads up to the end of the body, which is known by its last character.</summary>
    private static Task ReadRequestAsync(NetworkStream stream) => ReadAsync(stream, "}");

    /// <summary>All of a request without a body.</summary>
    private static Task ReadHeaderAsync(NetworkStream stream) => ReadAsync(stream, "\r\n\r\n");

    private static async Task ReadAsync(NetworkStream stream, string end)
    {
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            request.Append(Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, Deadline)));
        }
    }
}
