using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Services83.EMail.Soap;
using Services83.EMail.Soap.Dispatcher;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

/// <summary>Measures what is allocated and not what is in use, which would depend on when the collector runs.</summary>
[Category(Tier.Engines)]
[TestFixture]
[NonParallelizable] // It measures what the whole process allocates.
[CancelAfter(120_000)]
public sealed class LargeMessageTests
{
    private const int AttachmentSize = 50_000_000;
    private const int EncodedSize = (AttachmentSize + 2) / 3 * 4;

    private static readonly byte[] Piece = [.. Enumerable.Range(0, 48 * 1024).Select(i => (byte)(i * 31))];

    [Test]
    public async Task A_50_MB_attachment_comes_in_with_one_copy_of_text_and_value()
    {
        EMailEntity? saved = null;
        await using var host = await StartAsync(("SaveEMailAsync", arguments =>
        {
            saved = (EMailEntity?)arguments[1];
            return null;
        }));
        await UploadAsync(host, 1000);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var status = await UploadAsync(host, AttachmentSize);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        var stream = saved!.Attachments!.Single().Stream!;
        Assert.That(stream, Has.Length.EqualTo(AttachmentSize));
        Assert.That(stream.AsSpan(0, Piece.Length).SequenceEqual(Piece), Is.True);
        Assert.That(stream[^1], Is.EqualTo(Piece[(AttachmentSize - 1) % Piece.Length]));
        Assert.That(allocated, Is.LessThan(AttachmentSize + EncodedSize + 20_000_000));
    }

    [Test]
    public async Task A_50_MB_attachment_goes_out_without_a_copy()
    {
        var attachment = new EMailAttachment { Filename = "a.bin", Stream = new byte[AttachmentSize] };
        Random.Shared.NextBytes(attachment.Stream);
        await using var host = await StartAsync(("GetAttachmentAsync", _ => attachment));
        await DownloadAsync(host);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var (length, announced) = await DownloadAsync(host);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.That(length, Is.EqualTo(announced).And.GreaterThan(EncodedSize));
        Assert.That(allocated, Is.LessThan(20_000_000));
    }

    [TestCase(65_535)]
    [TestCase(65_536)]
    [TestCase(65_537)]
    [TestCase(49_152 * 3)]
    [TestCase(49_152 * 3 + 1)]
    [TestCase(49_152 * 3 + 2)]
    public async Task Attachments_of_awkward_sizes_come_back_as_they_were(int size)
    {
        var attachment = new EMailAttachment { Filename = new string('n', 5000), Stream = new byte[size] };
        new Random(size).NextBytes(attachment.Stream);
        await using var host = await StartAsync(("GetAttachmentAsync", _ => attachment));
        var reply = await EMailRequest.For("GetAttachment", "").SendAsync(host);
        var stream = reply.Xml.Descendants().Single(e => e.Name.LocalName == "Stream").Value;
        Assert.That(Convert.FromBase64String(stream).AsSpan().SequenceEqual(attachment.Stream), Is.True);
    }

    [TestCase("AQID", 3)]
    [TestCase(" A Q\r\nI\tD ", 3)]
    [TestCase("AQI=", 2)]
    [TestCase("AQ<!--x-->ID", 3)]
    [TestCase("", 0)]
    public async Task Base64_may_be_broken_into_lines(string text, int length)
    {
        EMailEntity? saved = null;
        await using var host = await StartAsync(("SaveEMailAsync", arguments => saved = (EMailEntity?)arguments[1]));
        var reply = await Save(text).SendAsync(host);
        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Text);
        Assert.That(saved!.Attachments!.Single().Stream, Has.Length.EqualTo(length));
    }

    [TestCase("AQI")]
    [TestCase("A*ID")]
    [TestCase("AQ=ID===")]
    public async Task What_is_no_base64_is_a_fault(string text)
    {
        await using var host = await StartAsync();
        var reply = await Save(text).SendAsync(host);
        Assert.That(reply.Text, Does.Contain("'Stream'").And.Contain("not a valid base64Binary"));
    }

    private static EMailRequest Save(string base64) => EMailRequest.For(
        "SaveEMail", $"<Email><Attachments><EMailAttachment><Stream>{base64}</Stream></EMailAttachment></Attachments></Email>");

    private static Task<SoapTestHost> StartAsync(params (string, Func<object?[], object?>)[] handlers) => SoapTestHost.StartAsync(
        services => services.AddSingleton(EMailStub.Create(handlers)),
        app => app.MapSoapService<IEMailAgent>(new SoapServiceOptions { ServiceName = "X", Addresses = [EMailEchoHost.Path] }));

    private static async Task<HttpStatusCode> UploadAsync(SoapTestHost host, int size)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(EMailEchoHost.Path, UriKind.Relative));
        request.Content = new AttachmentContent(Save("|").Text, size);
        using var reply = await host.Client.SendAsync(request);
        return reply.StatusCode;
    }

    private static async Task<(long Length, long? Announced)> DownloadAsync(SoapTestHost host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(EMailEchoHost.Path, UriKind.Relative));
        request.Content = new StringContent(EMailRequest.For("GetAttachment", "").Text, Encoding.UTF8, "text/xml");
        using var reply = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await reply.Content.ReadAsStreamAsync();
        var buffer = new byte[64 * 1024];
        long length = 0;
        int read;
        while ((read = await stream.ReadAsync(buffer)) > 0)
        {
            length += read;
        }

        return (length, reply.Content.Headers.ContentLength);
    }

    /// <summary>A message whose attachment is encoded while it is sent.</summary>
    private sealed class AttachmentContent : HttpContent
    {
        private readonly byte[][] _frame;
        private readonly int _size;

        public AttachmentContent(string frame, int size)
        {
            _frame = [.. frame.Split('|').Select(Encoding.UTF8.GetBytes)];
            _size = size;
            Headers.TryAddWithoutValidation("Content-Type", "text/xml; charset=utf-8");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _frame[0].Length + ((_size + 2) / 3 * 4) + _frame[1].Length;
            return true;
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_frame[0]);
            var encoded = new byte[Piece.Length / 3 * 4];
            for (var sent = 0; sent < _size; sent += Piece.Length)
            {
                var count = Math.Min(Piece.Length, _size - sent);
                System.Buffers.Text.Base64.EncodeToUtf8(Piece.AsSpan(0, count), encoded, out _, out var written);
                await stream.WriteAsync(encoded.AsMemory(0, written));
            }

            await stream.WriteAsync(_frame[1]);
        }
    }
}
