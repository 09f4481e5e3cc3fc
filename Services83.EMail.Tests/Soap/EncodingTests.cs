using System.IO.Compression;
using System.Net;
using System.Text;
using NUnit.Framework;
using Services83.EMail.Tests.Support;

namespace Services83.EMail.Tests.Soap;

[Category(Tier.Engines)]
[TestFixture]
public sealed class EncodingTests : EMailEndpointTests
{
    private const string Danish = "<SyncUserAccount><AssociateName>Blåbær &amp; Søn</AssociateName></SyncUserAccount>";
    private const string SeenDanish = """[{"AccountId":0,"AssociateName":"Blåbær & Søn","AssociateId":0,"TableRight":null,"FieldProperties":null}]""";

    private static readonly EMailRequest Request = new() { Accounts = Danish };

    [TestCase("text/xml; charset=utf-8")]
    [TestCase("text/xml; charset=\"UTF-8\"")]
    [TestCase("text/xml;charset=utf8")]
    [TestCase("text/xml")]
    [TestCase("TEXT/XML; charset=UTF-8; action=x; foo=bar")]
    [TestCase("text/xml; charset")]
    [TestCase("text/xml; charset=utf-16")]
    [TestCase("application/xml")]
    [TestCase("application/soap+xml; charset=utf-8")]
    [TestCase("")]
    [TestCase(null)]
    public Task Utf8_is_read_however_it_is_labelled(string? contentType) =>
        AssertReadAsync(Request with { ContentType = contentType }, SeenDanish);

    [TestCase("<?xml version='1.0'?>")]
    [TestCase("<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\r\n")]
    [TestCase("<?xml version='1.1'?>")]
    [TestCase("\uFEFF")]
    [TestCase("\uFEFF<?xml version='1.0' encoding='UTF-8'?>")]
    [TestCase("\r\n  <?xml version='1.0' encoding='UTF-8'?>")]
    [TestCase("<?xml version='1.0' encoding='iso-8859-1'?>")]
    public Task A_declaration_does_not_matter_to_utf8(string prolog) => AssertReadAsync(Request with { Prolog = prolog }, SeenDanish);

    [TestCase("utf-16", true, "<?xml version='1.0' encoding='utf-16'?>", "utf-16")]
    [TestCase("utf-16", true, "", "utf-16")]
    [TestCase("utf-16", true, "", "utf-8")]
    [TestCase("utf-16", false, "", "utf-16")]
    [TestCase("utf-16BE", true, "", "utf-16")]
    [TestCase("utf-16BE", false, "", null)]
    [TestCase("utf-32", true, "", null)]
    [TestCase("iso-8859-1", false, "", "iso-8859-1")]
    [TestCase("iso-8859-1", false, "<?xml version='1.0' encoding='iso-8859-1'?>", null)]
    [TestCase("iso-8859-1", false, "<?xml version='1.0' encoding='iso-8859-1'?>", "utf-8")]
    [TestCase("windows-1252", false, "<?xml version='1.0' encoding=\"windows-1252\"?>", null)]
    public Task Other_encodings_are_read(string encoding, bool mark, string prolog, string? charset)
    {
        var name = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        byte[] bytes = [.. mark ? name.GetPreamble() : [], .. name.GetBytes((Request with { Prolog = prolog }).Text)];
        var type = charset is null ? "text/xml" : $"text/xml; charset={charset}";
        return AssertReadAsync(Request with { Bytes = bytes, ContentType = type }, SeenDanish);
    }

    [TestCase("text/xml; charset=bogus-99")]
    [TestCase("text/xml; charset=utf-7")]
    [TestCase("text/plain")]
    [TestCase("application/json")]
    public Task Unknown_types_and_encodings_are_refused(string contentType) =>
        AssertFaultAsync(Request with { ContentType = contentType }, HttpStatusCode.UnsupportedMediaType, "s:Client");

    [Test]
    public Task Bytes_that_are_not_utf8_are_a_fault_that_says_where()
    {
        var bytes = Encoding.Latin1.GetBytes(("\n" + Request.Text));
        return AssertDeserializationFailedAsync(Request with { Bytes = bytes }, "line 2", "not valid UTF-8");
    }

    [Test]
    public Task Bytes_that_are_not_utf16_are_a_fault()
    {
        byte[] bytes = [.. Encoding.Unicode.GetBytes(Request.Text), 0x00, 0xD8];
        return AssertFaultAsync(Request with { Bytes = bytes }, HttpStatusCode.BadRequest, "s:Client", "utf-16");
    }

    [TestCase("gzip")]
    [TestCase("x-gzip")]
    [TestCase("GZIP")]
    [TestCase("deflate")]
    [TestCase("br")]
    [TestCase("identity")]
    public Task Compressed_requests_are_read(string encoding) =>
        AssertReadAsync(Request with { Bytes = Compress(Encoding.UTF8.GetBytes(Request.Text), encoding), ContentEncoding = encoding }, SeenDanish);

    [Test]
    public async Task Deflate_without_its_frame_is_read_too()
    {
        using var buffer = new MemoryStream();
        using (var deflate = new DeflateStream(buffer, CompressionMode.Compress))
        {
            deflate.Write(Encoding.UTF8.GetBytes(Request.Text));
        }

        await AssertReadAsync(Request with { Bytes = buffer.ToArray(), ContentEncoding = "deflate" }, SeenDanish);
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    public Task What_is_not_compressed_as_it_says_is_a_fault(string encoding) =>
        AssertFaultAsync(Request with { ContentEncoding = encoding }, HttpStatusCode.BadRequest, "s:Client", "damaged");

    [Test]
    public Task An_unknown_compression_is_refused() =>
        AssertFaultAsync(Request with { ContentEncoding = "zstd" }, HttpStatusCode.UnsupportedMediaType, "s:Client");

    private static byte[] Compress(byte[] bytes, string encoding)
    {
        using var buffer = new MemoryStream();
        using (Stream stream = encoding.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(buffer, CompressionMode.Compress),
            "deflate" => new ZLibStream(buffer, CompressionMode.Compress),
            "br" => new BrotliStream(buffer, CompressionMode.Compress),
            _ => buffer,
        })
        {
            stream.Write(bytes);
        }

        return buffer.ToArray();
    }
}
