using System.Text;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Engines.Gateway;

/// <summary>Replies are read in whatever charset they are written.</summary>
[Category(Tier.Engines)]
[CancelAfter(60_000)]
internal sealed class ReplyTextTests : GatewayFixture
{
    private const string Subject = "Blåbær & Søn";
    private const string Json = $$"""{"Subject":"{{Subject}}"}""";

    [TestCase("iso-8859-1", "iso-8859-1", false)]
    [TestCase("ISO-8859-1", "\"iso-8859-1\"", false)]
    [TestCase("windows-1252", "windows-1252", false)]
    [TestCase("utf-8", "utf-8", false)]
    [TestCase("utf-8", "UTF8", false)]
    [TestCase("utf-8", null, false)]
    [TestCase("utf-8", null, true)]
    [TestCase("utf-8", "iso-8859-1", true)]
    [TestCase("utf-16", "utf-16", false)]
    [TestCase("utf-16", "utf-16", true)]
    [TestCase("utf-16BE", "utf-16", true)]
    [TestCase("utf-16BE", "utf-16", false)]
    [TestCase("utf-16", null, false)]
    [TestCase("utf-16", "utf-8", true)]
    [TestCase("utf-32", "utf-32", true)]
    [TestCase("utf-32BE", null, false)]
    public async Task A_reply_is_read_in_the_charset_that_it_is_written_in(string written, string? named, bool marked)
    {
        await StartGatewayAsync();
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(written) ?? Encoding.GetEncoding(written);
        Answer([.. marked ? encoding.GetPreamble() : [], .. encoding.GetBytes(Json)], named);

        var reply = await CallAsync("GetEMail", ("Id", 5));

        Assert.That(reply.Error?.Message, Is.Null);
        Assert.That(reply.Read<EMailEntity>()!.Subject, Is.EqualTo(Subject));
    }

    [TestCase("klingon", "the unknown charset 'klingon'")]
    [TestCase("utf-8", "invalid JSON")]
    [TestCase("us-ascii", "bytes that are not valid in the charset")]
    public async Task What_cannot_be_read_is_told(string named, string told)
    {
        await StartGatewayAsync();
        Answer(Encoding.Latin1.GetBytes(Json), named);

        Assert.That(Refused(await CallAsync("GetEMail", ("Id", 5)), "Upstream", "BrokenReply").Message, Does.Contain(told));
    }

    [Test]
    public async Task A_refusal_is_read_in_its_charset_too()
    {
        await StartGatewayAsync();
        Answer(Encoding.Latin1.GetBytes("""{"Message":"Ukjent nøkkel"}"""), "iso-8859-1", 400);

        Assert.That(Refused(await CallAsync("GetEMail", ("Id", 5)), "Upstream", "Refused").Message, Does.Contain("Ukjent nøkkel"));
    }

    private void Answer(byte[] octets, string? charset, int status = 200) => Upstream.Instead = async (context, _) =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json" + (charset is null ? "" : "; charset=" + charset);
        await context.Response.Body.WriteAsync(octets, context.RequestAborted);
        return true;
    };
}
