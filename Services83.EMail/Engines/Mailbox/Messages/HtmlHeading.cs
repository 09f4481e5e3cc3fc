using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Services83.EMail.Identity;

namespace Services83.EMail.Engines.Mailbox.Messages;

/// <summary>The heading of a quoted or printed message in HTML: a line above it, and a row for each field.</summary>
internal static class HtmlHeading
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Of(EMailEntity email, CallContext call)
    {
        var text = new StringBuilder("<div style=\"border:none;border-top:solid #E1E1E1 1pt;padding:3pt 0 0 0;font-family:sans-serif;font-size:11pt\">");
        foreach (var (name, value) in Fields(email, call).Where(field => field.Value.Length > 0))
        {
            text.Append("<b>").Append(name).Append(":</b> ").Append(Html.Encode(value)).Append("<br>");
        }

        return text.Append("</div>").ToString();
    }

    private static IEnumerable<(string Name, string Value)> Fields(EMailEntity email, CallContext call) =>
    [
        ("From", Shown([email.From])),
        ("Sent", email.Sent.Year > 1 ? Shown(email.Sent, call) : ""),
        ("To", Shown(email.To)),
        ("Cc", Shown(email.Cc)),
        ("Subject", email.Subject ?? ""),
        ("Attachments", string.Join("; ", (email.Attachments ?? []).Where(IsFile).Select(attachment => attachment.Filename))),
    ];

    /// <summary>Images that are shown within the text are not listed.</summary>
    private static bool IsFile(EMailAttachment? attachment) =>
        attachment is { Filename.Length: > 0 } && !"inline".Equals(attachment.Disposition, StringComparison.OrdinalIgnoreCase);

    private static string Shown(EMailAddress?[]? addresses) => string.Join(
        "; ",
        (addresses ?? []).OfType<EMailAddress>()
            .Select(address => string.IsNullOrEmpty(address.Name) ? address.Address : $"{address.Name} <{address.Address}>"));

    private static string Shown(DateTime sent, CallContext call)
    {
        var (time, isUtc) = call.LocalTimeOf(DateTime.SpecifyKind(sent, DateTimeKind.Utc));
        var text = CultureOf(call.Culture) is { } culture
            ? time.ToString("f", culture)
            : time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return isUtc ? text + " UTC" : text;
    }

    /// <summary>Null for a culture that this system does not know.</summary>
    private static CultureInfo? CultureOf(string? name)
    {
        try
        {
            return string.IsNullOrEmpty(name) ? null : CultureInfo.GetCultureInfo(name, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}
