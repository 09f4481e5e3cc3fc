using Services83.EMail.Html;

namespace Services83.EMail.Engines.Mailbox.Carriers;

/// <summary>HTML that is safe to show: without scripts, forms and content of other servers, also without remote images.</summary>
internal static class SafeHtml
{
    public static string Of(string html) => html.Length == 0 ? "" : HtmlCleaner.Clean(html, RemoteImages.Blocked).Html;
}
