using System.Globalization;
using Microsoft.AspNetCore.StaticFiles;
using Services83.EMail.Mail.Mime.Composing;

namespace Services83.EMail.Agent.Composing;

/// <summary>Attachments of the contract as parts of a message.</summary>
internal static class AttachmentMapper
{
    private const string Unknown = "application/octet-stream";
    private static readonly FileExtensionContentTypeProvider Types = new(
        new Dictionary<string, string>(new FileExtensionContentTypeProvider().Mappings, StringComparer.OrdinalIgnoreCase)
        {
            [".eml"] = "message/rfc822",
        });

    /// <summary>A part; it has a Content-ID when the HTML text refers to it, and then belongs to the text.</summary>
    /// <exception cref="FormatException">It has no octets.</exception>
    public static OutgoingPart Map(EMailAttachment? attachment, int index, string html)
    {
        if (attachment?.Stream is null)
        {
            var name = attachment?.Filename is { Length: > 0 } given ? $" ('{given}')" : "";
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Attachments[{index}]{name} has no Stream."));
        }

        var id = attachment.Id?.Trim().TrimStart('<').TrimEnd('>') ?? "";
        var isShown = IsShown(html, $"cid:{id}") || IsShown(html, $"cid:{Uri.EscapeDataString(id)}");
        return new OutgoingPart(attachment.Stream, TypeOf(attachment))
        {
            FileName = attachment.Filename,
            Description = attachment.Description == attachment.Filename ? null : attachment.Description,
            ContentId = isShown ? id : null,
            IsInline = string.IsNullOrWhiteSpace(attachment.Disposition)
                ? isShown
                : attachment.Disposition.Trim().Equals("inline", StringComparison.OrdinalIgnoreCase),
        };
    }

    /// <summary>Whether the HTML text holds this address (RFC 2392), and not a longer one that begins like it.</summary>
    private static bool IsShown(string html, string address)
    {
        if (address.Length <= "cid:".Length) return false;
        for (var at = 0; (at = html.IndexOf(address, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var end = at + address.Length;
            if (end == html.Length || !(char.IsLetterOrDigit(html[end]) || "@.-_%$+".Contains(html[end]))) return true;
        }

        return false;
    }

    private static string TypeOf(EMailAttachment attachment)
    {
        if (attachment.Type?.Trim() is { Length: > 0 } type && !type.StartsWith(Unknown, StringComparison.OrdinalIgnoreCase)) return type;
        return Types.TryGetContentType(attachment.Filename ?? "", out var known) ? known : Unknown;
    }
}
