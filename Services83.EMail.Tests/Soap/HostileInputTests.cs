using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Services83.EMail.Soap;
using Services83.EMail.Soap.Description;
using Services83.EMail.Soap.Dispatcher;
using Services83.EMail.Soap.Hosting;
using Services83.EMail.Soap.Limits;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

[Category(Tier.Engines)]
[TestFixture]
public sealed class HostileInputTests : EMailEndpointTests
{
    private static readonly HashSet<int> Expected = [200, 400, 413, 415, 500];

    [Test]
    public Task Entities_are_neither_expanded_nor_fetched() => AssertFaultAsync(
        new EMailRequest
        {
            Prolog = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'><!ENTITY c SYSTEM 'file:///etc/passwd'>]>",
            Accounts = "<SyncUserAccount><AssociateName>&b;&c;</AssociateName></SyncUserAccount>",
        },
        HttpStatusCode.BadRequest,
        "s:Client");

    [Test]
    [CancelAfter(120_000)]
    public async Task No_change_to_a_message_gets_more_than_an_answer()
    {
        var endpoint = new SoapEndpoint(
            ContractDescription.Of<IEMailAgent>(),
            new SoapServiceOptions { ServiceName = "X", Addresses = ["/x"], Limits = new SoapLimits { MaxMessageBytes = 1 << 20 } },
            NullLogger.Instance);
        using var services = new ServiceCollection().AddSingleton(EMailStub.Create()).BuildServiceProvider();
        var random = new Random(83);
        var seeds = Seeds();
        for (var i = 0; i < 6000; i++)
        {
            var message = Mutate(seeds[random.Next(seeds.Count)], seeds, random);
            var context = Context(services, message, random);
            await endpoint.HandleAsync(context);
            var reply = ((MemoryStream)context.Response.Body).ToArray();
            Assert.That(Expected, Does.Contain(context.Response.StatusCode), Encoding.UTF8.GetString(message));
            Assert.That(() => XDocument.Load(new MemoryStream(reply)), Throws.Nothing, Convert.ToBase64String(message));
            Assert.That(Encoding.UTF8.GetString(reply), Does.Not.Contain("a:InternalServiceFault"), Convert.ToBase64String(message));
        }
    }

    [Test]
    public async Task A_request_that_breaks_off_leaves_the_server_well(CancellationToken cancellation)
    {
        var request = $"POST {EMailEchoHost.Path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 5000\r\n\r\n<s:Envelope";
        for (var i = 0; i < 50; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(Host.BaseAddress.Host, Host.BaseAddress.Port, cancellation);
            client.LingerState = new LingerOption(enable: true, seconds: 0);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request[..^(i % request.Length)]), cancellation);
        }

        await AssertReadAsync(new EMailRequest());
    }

    [Test]
    public async Task Junk_on_many_connections_leaves_the_server_well(CancellationToken cancellation)
    {
        var random = new Random(1);
        var junk = Enumerable.Range(0, 200).Select(_ =>
        {
            var bytes = new byte[random.Next(1, 3000)];
            random.NextBytes(bytes);
            return bytes;
        }).ToList();
        await Parallel.ForEachAsync(junk, new ParallelOptions { MaxDegreeOfParallelism = 20, CancellationToken = cancellation }, async (bytes, token) =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync(Host.BaseAddress.Host, Host.BaseAddress.Port, token);
            await client.GetStream().WriteAsync(bytes, token);
        });
        await AssertReadAsync(new EMailRequest());
    }

    [Test]
    public async Task A_sender_that_is_too_slow_is_sent_away(CancellationToken cancellation)
    {
        await using var host = await SoapTestHost.StartAsync(
            services =>
            {
                services.AddSingleton(EMailStub.Create());
                services.Configure<KestrelServerOptions>(options => options.Limits.MinRequestBodyDataRate = new MinDataRate(1000, TimeSpan.FromSeconds(1.5)));
            },
            app => app.MapSoapService<IEMailAgent>(new SoapServiceOptions { ServiceName = "X", Addresses = [EMailEchoHost.Path] }));
        var request = $"POST {EMailEchoHost.Path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 5000\r\n\r\n<s:Envelope";
        var reply = Encoding.UTF8.GetString(await RawClient.SendAsync(host.BaseAddress, request, cancellation));
        Assert.That(reply, Is.Empty.Or.StartsWith("HTTP/1.1 408"));
        Assert.That((await new EMailRequest().SendAsync(host)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    /// <summary>Own messages of many shapes, and those that WCF was asked.</summary>
    private static List<byte[]> Seeds()
    {
        var own = new[]
        {
            new EMailRequest(),
            new EMailRequest { Envelope = EMailRequest.Soap12, Prolog = "<?xml version='1.0' encoding='utf-8'?>" },
            new EMailRequest { Accounts = "<SyncUserAccount><AssociateName>a&lt;<![CDATA[b]]><!--c-->&#xE6;</AssociateName><TableRight i:nil='true'/></SyncUserAccount>" },
            EMailRequest.For("SaveEMail", "<Email><Sent>2024-02-03T04:05:06Z</Sent><Flags>Seen Draft</Flags><Attachments><EMailAttachment><Stream>AQID</Stream></EMailAttachment></Attachments></Email>"),
            EMailRequest.For("GetFolderInfo", "<Folders xmlns:a='http://schemas.microsoft.com/2003/10/Serialization/Arrays'><a:string>one</a:string></Folders>"),
        }.Select(request => Encoding.UTF8.GetBytes(request.Text));
        var recorded = WireCase.All().Select(wire => wire.Body.ToArray());
        return [.. own, .. recorded];
    }

    private static byte[] Mutate(byte[] seed, List<byte[]> seeds, Random random)
    {
        var bytes = seed.ToList();
        for (var i = random.Next(1, 6); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            var count = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, count);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, count));
                    break;
                case 3:
                    bytes[at] = "<>&;/='\" :!?-[]\0\r\n"u8[random.Next(18)];
                    break;
                case 4:
                    var other = seeds[random.Next(seeds.Count)];
                    if (other.Length > 0)
                    {
                        bytes.InsertRange(at, other.Skip(random.Next(other.Length)).Take(count));
                    }

                    break;
                case 5:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Dictionary[random.Next(Dictionary.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }

    private static readonly string[] Dictionary =
    [
        "<!DOCTYPE x>", "<?pi?>", "<![CDATA[", "]]>", "<!--", "-->", "&#x1;", "&#xFFFF;", "&lt;", "&", "</", "/>", " xmlns=''", " xmlns:i='x'",
        " i:nil='true'", " i:type='x:y'", " z:Ref='i1'", "99999999999999999999", "\uFFFE", "😀", "\uFEFF", "<x>", "</s:Body>", "<s:Header/>",
    ];

    private static DefaultHttpContext Context(IServiceProvider services, byte[] message, Random random)
    {
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Method = "POST";
        context.Request.ContentType = random.Next(20) switch
        {
            0 => "application/soap+xml; charset=utf-8",
            1 => "text/xml; charset=iso-8859-1",
            2 => "text/xml; charset=utf-16",
            3 => "text/xml; charset=\u0001",
            _ => "text/xml; charset=utf-8",
        };
        if (random.Next(30) == 0)
        {
            context.Request.Headers.ContentEncoding = new[] { "gzip", "deflate", "br" }[random.Next(3)];
        }

        context.Request.Body = new MemoryStream(message);
        context.Response.Body = new MemoryStream();
        return context;
    }
}
