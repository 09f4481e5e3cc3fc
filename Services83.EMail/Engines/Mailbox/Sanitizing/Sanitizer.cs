using System.Text;
using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Identity;

namespace Services83.EMail.Engines.Mailbox.Sanitizing;

/// <summary>Makes the results of operations with <see cref="SanitizedAttribute"/> safe to show.</summary>
internal sealed class Sanitizer(CallContext call)
{
    private const string PlainText = "text/plain";

    private static readonly string[] Html = ["text/html", "application/xhtml+xml"];

    /// <summary>Changes the result in place, if the web API is called.</summary>
    /// <param name="answer">A message or an attachment.</param>
    public void Sanitize(object? answer)
    {
        if (!call.IsWebApi)
        {
            return;
        }

        switch (answer)
        {
            case EMailEntity message:
                message.HTMLBody = SafeHtml.Of(message.HTMLBody ?? "");
                break;
            case EMailAttachment { Stream: { } content } attachment:
                Sanitize(attachment, content);
                break;
        }
    }

    private static void Sanitize(EMailAttachment attachment, byte[] content)
    {
        var type = attachment.Type?.Trim().ToLowerInvariant() ?? "";
        if (Html.Contains(type))
        {
            attachment.Stream = Encoding.UTF8.GetBytes(SafeHtml.Of(Decode(content)));
            attachment.Type = "text/html; charset=utf-8";
            attachment.Size = attachment.Stream.Length;
        }
        else if (CanContainScripts(type))
        {
            // Browsers run scripts in all kinds of XML; the source in plain text is harmless.
            attachment.Type = PlainText;
        }
    }

    /// <summary>SVG, XML with style sheets, and everything that a browser could take for a page.</summary>
    private static bool CanContainScripts(string type) =>
        type.EndsWith("+xml", StringComparison.Ordinal) || type.EndsWith("/xml", StringComparison.Ordinal)
        || type.Contains("script", StringComparison.Ordinal) || type is "multipart/related" or "message/rfc822" or "text/xsl" or "application/xslt";

    private static string Decode(byte[] content)
    {
        using var reader = new StreamReader(new MemoryStream(content), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }
}
