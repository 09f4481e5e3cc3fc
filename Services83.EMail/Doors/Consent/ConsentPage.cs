using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace Services83.EMail.Doors.Consent;

/// <summary>A small page without scripts.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="title">The heading.</param>
/// <param name="text">A paragraph; encoded when it is written.</param>
internal sealed class ConsentPage(int status, string title, string text)
{
    private const string Style = "body{font:1rem/1.5 sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}a{font-weight:bold}";

    /// <summary>Nothing but this page's own style.</summary>
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>A link below the text; null for none.</summary>
    public (string Text, string Address)? Link { get; init; }

    /// <summary>The headers of these pages: their addresses hold secrets, which no other site and no cache may get.</summary>
    public static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["X-Robots-Tag"] = "noindex";
    }

    public async Task WriteAsync(HttpContext context)
    {
        var html = HtmlEncoder.Default;
        var link = Link is { } target ? $"<p><a href=\"{html.Encode(target.Address)}\">{html.Encode(target.Text)}</a></p>" : "";
        Protect(context.Response);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(
            $"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{html.Encode(title)}</title>"
            + $"<style>{Style}</style></head><body><h1>{html.Encode(title)}</h1><p>{html.Encode(text)}</p>{link}</body></html>",
            context.RequestAborted);
    }
}
