using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Services83.EMail.Engines.Gateway.Upstream;
using Services83.EMail.Engines.Gateway.Wire;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>A body whose long values are not in its buffer is the same on the wire as one without this optimization.</summary>
[NonParallelizable] // It measures what the whole process allocates.
internal sealed class JsonBodyTests
{
    [Test]
    public async Task Long_values_arrive_as_if_they_were_short([Range(1, 25)] int seed)
    {
        var email = (EMailEntity)new CarrierFiller(seed).Make(typeof(EMailEntity), depth: -20)! ?? new EMailEntity();

        using var body = Body(email);
        var sent = await body.ReadAsStringAsync(CancellationToken.None);

        Assert.That(
            CarrierTree.Expected(JsonNode.Parse(sent), typeof(EMailEntity))!.ToJsonString(), Is.EqualTo(CarrierTree.Of(email)!.ToJsonString()));
        if (body.Headers.ContentLength is { } length)
        {
            Assert.That(Encoding.UTF8.GetByteCount(sent), Is.EqualTo(length));
        }
    }

    [TestCase(32 * 1024 - 1)]
    [TestCase(32 * 1024)]
    [TestCase(48 * 1024)]
    [TestCase(48 * 1024 + 1)]
    [TestCase(3 * 48 * 1024 + 2)]
    public async Task Octets_of_any_length_are_whole(int length)
    {
        var octets = new byte[length];
        new Random(1).NextBytes(octets);

        using var body = Body(new EMailAttachment { Stream = octets });

        var sent = JsonNode.Parse(await body.ReadAsStringAsync(CancellationToken.None))!;
        Assert.That(Convert.FromBase64String((string)sent["Stream"]!), Is.EqualTo(octets));
    }

    [Test]
    public async Task Surrogates_are_whole_wherever_a_piece_ends([Range(0, 3)] int shift)
    {
        var text = new string('a', shift) + string.Concat(Enumerable.Repeat("😀\u0001", 60_000)) + "\ud83d";

        using var body = Body(new EMailAttachment { Description = text });

        var sent = JsonNode.Parse(await body.ReadAsStringAsync(CancellationToken.None))!;
        Assert.That((string)sent["Description"]!, Is.EqualTo(text[..^1] + "\ufffd"));
    }

    [Test]
    public async Task A_large_attachment_is_not_copied()
    {
        var attachment = new EMailAttachment { Stream = new byte[64 << 20] };
        using var warm = Body(new EMailAttachment { Stream = new byte[100_000] });
        await warm.CopyToAsync(Stream.Null, CancellationToken.None);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        using var body = Body(attachment);
        await body.CopyToAsync(Stream.Null, CancellationToken.None);

        // Other fixtures may allocate meanwhile, but not sixteen mebibytes between two lines.
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(16 << 20));
        Assert.That(body.Headers.ContentLength, Is.GreaterThan(80 << 20));
    }

    private static JsonBody Body<T>(T value) => new(writer => JsonSerializer.Serialize(writer, value, GatewayJson.Writing), GatewayJson.Writing);
}
