using Services83.EMail.Mail.Mime;

namespace Services83.EMail.Engines.Mailbox.Carriers;

/// <summary>Finds messages that are attached to messages.</summary>
internal static class AttachedMessages
{
    /// <summary>Most levels: each is decoded and read as a whole.</summary>
    private const int MaxDepth = 20;

    /// <param name="message">The outermost message, with the bytes of its attachments.</param>
    /// <param name="attachmentIds">For each level the id of the attached message.</param>
    /// <param name="description">The name of the outermost message, for the error.</param>
    /// <exception cref="EntityNotFoundException">A message has no such attachment.</exception>
    /// <exception cref="InvalidArgumentException">There are no ids or too many, or an attachment is not a message.</exception>
    public static MimeMessage Find(MimeMessage message, string?[]? attachmentIds, string description)
    {
        if (attachmentIds is null or [] or { Length: > MaxDepth })
        {
            throw new InvalidArgumentException("AttachmentIds", $"Between 1 and {MaxDepth} ids of attachments are needed: that of the attached message, then that of a message attached to it, and so on.");
        }

        foreach (var id in attachmentIds)
        {
            var part = CarrierMapper.Part(message, id, description);
            if (!part.ContentType.IsMessage)
            {
                throw new InvalidArgumentException("AttachmentIds", $"Attachment '{id}' is not a message, it is {part.ContentType.Type}/{part.ContentType.Subtype}.");
            }

            (message, description) = (MimeReader.Read(part.Decode()), $"The message in attachment '{id}'");
        }

        return message;
    }
}
