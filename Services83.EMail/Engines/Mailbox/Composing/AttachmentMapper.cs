using System.Globalization;
using Microsoft.AspNetCore.StaticFiles;
using Services83.EMail.Mail.Mime.Composing;

namespace Services83.EMail.Engines.Mailbox.Composing;

/// <summary>Attachments of the contract as parts of a message.</summary>
internal static class AttachmentMapper
{
    private const string Unknown = "application/octet-stream";
    private static readonly FileExtensionContentTypeProvider Types = new(
        new Dictionary<string, string>(new FileExtensionContentTypeProvider().Mappings, StringComparer.OrdinalIgnoreCase)
        {
            [".eml"] = "message/rfc822",
        });

    /// <summary>A part. If the HTML text refers to it, it has a Content-ID and is a related part of the text.</summary>
    /// <param name="attachment">The attachment.</param>
    /// <param name="index">Its index, for errors.</param>
    /// <param name="shown">The Content-IDs that the HTML text refers to.</param>
    /// <exception cref="FormatException">It has no content.</exception>
    public static OutgoingPart Map(EMailAttachment? attachment, int index, ShownIds shown)
    {
        if (attachment?.Stream is null)
        {
            var name = attachment?.Filename is { Length: > 0 } given ? $" ('{given}')" : "";
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Attachments[{index}]{name} has no Stream."));
        }

        var id = attachment.Id?.Trim().TrimStart('<').TrimEnd('>') ?? "";
        var isShown = shown.Contains(id);
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

    private static string TypeOf(EMailAttachment attachment)
    {
        if (attachment.Type?.Trim() is { Length: > 0 } type && !type.StartsWith(Unknown, StringComparison.OrdinalIgnoreCase))
        {
            return type;
        }

        return Types.TryGetContentType(attachment.Filename ?? "", out var known) ? known : Unknown;
    }
}
