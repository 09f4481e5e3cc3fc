using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Soap;
using Services83.EMail.Soap.Dispatcher;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

[Category(Tier.Engines)]
[TestFixture]
[CancelAfter(60_000)]
public sealed class LimitTests
{
    private static readonly SoapLimits Small = new() { MaxMessageBytes = 20_000, MaxStringLength = 2_000, MaxAttributes = 20, MaxDepth = 20, MaxElements = 1_000 };

    private SoapTestHost _host = null!;

    [OneTimeSetUp]
    public async Task Start() => _host = await StartAsync(Small);

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task A_message_that_is_too_large_is_refused_before_it_is_read()
    {
        var reply = await new EMailRequest { Headers = new string(' ', 20_001) }.SendAsync(_host);
        Assert.That((reply.Status, reply.FaultCode), Is.EqualTo((HttpStatusCode.RequestEntityTooLarge, "s:Client")), reply.Text);
    }

    [Test]
    public async Task Chunks_that_become_too_large_are_refused(CancellationToken cancellation)
    {
        var head = $"POST {EMailEchoHost.Path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n";
        var chunk = $"{10_000:x}\r\n{new string(' ', 10_000)}\r\n";
        var reply = await RawClient.SendAsync(_host.BaseAddress, head + chunk + chunk + chunk + "0\r\n\r\n", cancellation);
        Assert.That(Encoding.UTF8.GetString(reply), Does.StartWith("HTTP/1.1 413"));
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    public async Task A_bomb_is_refused_at_the_limit(string encoding)
    {
        using var buffer = new MemoryStream();
        await using (Stream bomb = encoding switch
        {
            "gzip" => new GZipStream(buffer, CompressionLevel.Optimal),
            "deflate" => new ZLibStream(buffer, CompressionLevel.Optimal),
            _ => new BrotliStream(buffer, CompressionLevel.Optimal),
        })
        {
            for (var i = 0; i < 100; i++)
            {
                await bomb.WriteAsync(new byte[100_000]);
            }
        }

        var bytes = buffer.ToArray();
        Assert.That(bytes, Has.Length.LessThan(20_000));
        var reply = await new EMailRequest { Bytes = bytes, ContentEncoding = encoding }.SendAsync(_host);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [Test]
    public async Task Depth_is_limited()
    {
        var fits = string.Concat(Enumerable.Repeat("<x>", 14)) + string.Concat(Enumerable.Repeat("</x>", 14));
        var deep = string.Concat(Enumerable.Repeat("<x>", 25));
        Assert.That((await Unknown(fits).SendAsync(_host)).Status, Is.EqualTo(HttpStatusCode.OK));
        var reply = await Unknown(deep).SendAsync(_host);
        Assert.That(reply.Text, Does.Contain("nested more than 20 deep"));
    }

    [Test]
    public async Task The_depth_is_that_of_wcf_when_not_configured()
    {
        await using var host = await StartAsync(new SoapLimits());
        var deep = string.Concat(Enumerable.Repeat("<x>", 10_000));
        var reply = await Unknown(deep).SendAsync(host);
        Assert.That(reply.Text, Does.Contain("nested more than 128 deep"));
        var header = await new EMailRequest { Headers = deep }.SendAsync(host);
        Assert.That(header.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase(20, HttpStatusCode.OK)]
    [TestCase(21, HttpStatusCode.InternalServerError)]
    public async Task Attributes_are_limited(int count, HttpStatusCode status)
    {
        var attributes = string.Concat(Enumerable.Range(0, count).Select(i => $" a{i}='{i}'"));
        Assert.That((await Unknown($"<x{attributes}/>").SendAsync(_host)).Status, Is.EqualTo(status));
    }

    [TestCase(990, HttpStatusCode.OK)]
    [TestCase(1_000, HttpStatusCode.InternalServerError)]
    public async Task Elements_are_limited(int count, HttpStatusCode status)
    {
        var reply = await Unknown(string.Concat(Enumerable.Repeat("<x/>", count))).SendAsync(_host);
        Assert.That(reply.Status, Is.EqualTo(status));
    }

    [TestCase(20, HttpStatusCode.OK)]
    [TestCase(300, HttpStatusCode.InternalServerError)]
    public async Task Namespace_declarations_in_force_are_limited(int count, HttpStatusCode status)
    {
        await using var host = await StartAsync(new SoapLimits());
        var declarations = string.Concat(Enumerable.Range(0, count).Select(i => $" xmlns:p{i}='urn:{i}'"));
        Assert.That((await Unknown($"<x{declarations}/>").SendAsync(host)).Status, Is.EqualTo(status));
    }

    [TestCase(2_000, HttpStatusCode.OK)]
    [TestCase(2_001, HttpStatusCode.InternalServerError)]
    public async Task Texts_are_limited(int length, HttpStatusCode status)
    {
        foreach (var text in new[] { new string('a', length), new string('a', length - 1) + "&amp;", $"<![CDATA[{new string('a', length)}]]>" })
        {
            var request = new EMailRequest { Accounts = $"<SyncUserAccount><AssociateName>{text}</AssociateName></SyncUserAccount>" };
            Assert.That((await request.SendAsync(_host)).Status, Is.EqualTo(status));
        }
    }

    [Test]
    public async Task Many_headers_attributes_and_items_are_fine_within_the_limits()
    {
        await using var host = await StartAsync(new SoapLimits());
        var headers = string.Concat(Enumerable.Range(0, 200).Select(i => $"<x:h{i} xmlns:x='urn:x'/>"));
        var attributes = string.Concat(Enumerable.Range(0, 3000).Select(i => $" a{i}=''"));
        var accounts = string.Concat(Enumerable.Repeat("<SyncUserAccount/>", 20_000));
        var reply = await new EMailRequest { Headers = headers, Accounts = $"{accounts}<SyncUserAccount{attributes}/>" }.SendAsync(host);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(100_000)]
    [TestCase(70_000)]
    public async Task A_hundred_thousand_attributes_are_refused(int count)
    {
        await using var host = await StartAsync(new SoapLimits());
        var attributes = string.Concat(Enumerable.Range(0, count).Select(i => $" a{i}=''"));
        Assert.That((await Unknown($"<x{attributes}/>").SendAsync(host)).Text, Does.Contain("more than 4096 attributes"));
    }

    [Test]
    public void Limits_out_of_range_are_refused_at_start()
    {
        foreach (var limits in new[]
        {
            new SoapLimits { MaxMessageBytes = 1 }, new SoapLimits { MaxDepth = 2000 }, new SoapLimits { MaxStringLength = 0 }, new SoapLimits { MaxAttributes = 0 }, new SoapLimits { MaxElements = 1 },
            new SoapLimits { MaxBufferedBytes = 1 << 20 }, new SoapLimits { ReceivePatience = TimeSpan.Zero },
        })
        {
            Assert.That(async () => await StartAsync(limits), Throws.InvalidOperationException.With.Message.Contains("must be"));
        }
    }

    [Test]
    public async Task Large_messages_that_do_not_fit_beside_others_are_told_to_come_back(CancellationToken cancellation)
    {
        await using var host = await StartAsync(new SoapLimits { MaxMessageBytes = 1 << 20, MaxBufferedBytes = 1 << 20 });
        var large = new EMailRequest { Accounts = new string(' ', 700_000) };
        var head = $"POST {EMailEchoHost.Path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 1000000\r\n\r\n";
        using (await HoldAsync())
        {
            Assert.That((await new EMailRequest().SendAsync(host)).Status, Is.EqualTo(HttpStatusCode.OK), "A small one is always served.");
            var refused = Encoding.UTF8.GetString(await RawClient.SendAsync(
                host.BaseAddress, head.Replace("1000000", $"{large.Text.Length}", StringComparison.Ordinal) + large.Text, cancellation));
            Assert.That(refused, Does.StartWith("HTTP/1.1 503").And.Contain("Retry-After: 5").And.Contain("<faultcode>s:Server</faultcode>"));
        }

        // The server notices in its own time that the client has gone.
        while (!await FitsAsync())
        {
            cancellation.ThrowIfCancellationRequested();
        }

        async Task<bool> FitsAsync() => (await large.SendAsync(host)).Status != HttpStatusCode.ServiceUnavailable;

        // A large message that does not end. If it came while another one was read, the server has refused it and answered; then it is sent again.
        async Task<TcpClient> HoldAsync()
        {
            while (true)
            {
                var held = new TcpClient();
                await held.ConnectAsync(host.BaseAddress.Host, host.BaseAddress.Port, cancellation);
                await held.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + large.Text[..^200_000] + new string(' ', 200_000)), cancellation);
                while (held.Available == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (!await FitsAsync())
                    {
                        return held;
                    }
                }

                held.Dispose();
            }
        }
    }

    [Test]
    public async Task A_large_message_that_stops_coming_is_given_up(CancellationToken cancellation)
    {
        await using var host = await StartAsync(new SoapLimits { ReceivePatience = TimeSpan.FromMilliseconds(200) });
        var head = $"POST {EMailEchoHost.Path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 1000000\r\n\r\n";
        var start = new EMailRequest { Accounts = new string(' ', 700_000) }.Text;
        var reply = Encoding.UTF8.GetString(await RawClient.SendAsync(host.BaseAddress, head + start, cancellation));
        Assert.That(reply, Does.StartWith("HTTP/1.1 408").And.Contain("<faultcode>s:Client</faultcode>"));
    }

    [TestCase("Services83/EMail.svc")]
    [TestCase(null)]
    public void Addresses_must_be_paths(string? address) => Assert.That(
        async () => await SoapTestHost.StartAsync(
            EMailStub.Create(), new SoapServiceOptions { ServiceName = "X", Addresses = address is null ? [] : [address] }),
        Throws.InvalidOperationException.With.Message.Contains("Addresses"));

    private static Task<SoapTestHost> StartAsync(SoapLimits limits) => SoapTestHost.StartAsync(
        services => services.AddSingleton(EMailStub.Create()),
        app => app.MapSoapService<IEMailAgent>(new SoapServiceOptions { ServiceName = "X", Addresses = [EMailEchoHost.Path], Limits = limits }));

    private static EMailRequest Unknown(string xml) => new() { Accounts = $"<SyncUserAccount>{xml}</SyncUserAccount>" };
}
