namespace Services83.EMail.Html;

/// <param name="Html">Content for a <c>body</c> or another block element. Cleaning it again changes nothing.</param>
/// <param name="HasBlockedImages">Whether addresses of remote images were removed; a client may offer to show them.</param>
public sealed record CleanedHtml(string Html, bool HasBlockedImages);
