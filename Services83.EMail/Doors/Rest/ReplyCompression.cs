using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Services83.EMail.WebApi;

namespace Services83.EMail.Doors.Rest;

/// <summary>
/// Compresses the replies of operations in JSON and XML for clients that accept it. Short ones are not worth it. Those with a
/// <see cref="ContentTag"/> are mostly compressed already, and a strong tag must not be the same for two encodings. Replies with a ticket or a
/// session's token are not compressed: if somebody can choose a part of a reply and see its length, compression reveals other
/// parts of it (BREACH).
/// </summary>
internal sealed class ReplyCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
    : ResponseCompressionProvider(services, options)
{
    /// <summary>In bytes; less than that fits into one packet.</summary>
    private const int Least = 1024;

    private const string Operations = RestOperations.Path;

    public static void Register(IServiceCollection services)
    {
        services.AddSingleton<IResponseCompressionProvider, ReplyCompression>();
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = ReplyFormat.Values.Select(format => format.MediaType);
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
    }

    public static void Use(IApplicationBuilder app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments(Operations.TrimEnd('/'), StringComparison.OrdinalIgnoreCase), api => api.UseResponseCompression());

    public override bool ShouldCompressResponse(HttpContext context) =>
        context.Response.Headers.ETag.Count == 0 && context.Response.ContentLength is >= Least && base.ShouldCompressResponse(context);
}
