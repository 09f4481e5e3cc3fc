using Services83.EMail.Mail.Mime.Headers;

namespace Services83.EMail.Mail.Mime.Composing;

/// <summary>The source of a message for <see cref="MimeComposer"/>. Texts may contain anything: text that a field cannot hold is encoded or
/// left out.</summary>
public sealed record OutgoingMessage
{
    /// <summary>The author. Only a draft may have an author without an address; it is left out then.</summary>
    public required MailboxAddress From { get; init; }

    /// <summary>Authors in addition to <see cref="From"/>.</summary>
    public IReadOnlyList<MailboxAddress> CoAuthors { get; init; } = [];

    /// <summary>The sender, if it is not the author (RFC 5322, section 3.6.2); null for none.</summary>
    public MailboxAddress? Sender { get; init; }

    public IReadOnlyList<MailboxAddress> To { get; init; } = [];

    public IReadOnlyList<MailboxAddress> Cc { get; init; } = [];

    /// <summary>Written only for drafts and copies, when the composer is told to.</summary>
    public IReadOnlyList<MailboxAddress> Bcc { get; init; } = [];

    public string Subject { get; init; } = "";

    /// <summary>The time in <c>Date</c>, written with its own offset.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>Without angle brackets; <see cref="MimeComposer.NewMessageId"/> makes one.</summary>
    public required string MessageId { get; init; }

    /// <summary>Ids of the messages that this one answers, without angle brackets. Invalid ids are left out.</summary>
    public IReadOnlyList<string> InReplyTo { get; init; } = [];

    /// <summary>Ids of the thread, oldest first, without angle brackets. Invalid ids are left out.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    public MimePriority Priority { get; init; }

    /// <summary>The plain text; null when there is none.</summary>
    public string? Text { get; init; }

    /// <summary>The HTML text; null when there is none.</summary>
    public string? Html { get; init; }

    /// <summary>The parts that the HTML text shows by <c>cid:</c> addresses; each has a <see cref="OutgoingPart.ContentId"/>.</summary>
    public IReadOnlyList<OutgoingPart> Inline { get; init; } = [];

    public IReadOnlyList<OutgoingPart> Attachments { get; init; } = [];

    /// <summary>Further header fields in their order, such as <c>Reply-To</c> or <c>X-Mailer</c>.</summary>
    public IReadOnlyList<OutgoingField> Fields { get; init; } = [];

    /// <summary>Fields of the previous version, such as <c>Received</c>, which are written unchanged at the top.</summary>
    public IReadOnlyList<MimeHeader> Kept { get; init; } = [];
}

/// <summary>A file or a message within a message.</summary>
/// <param name="Content">Its bytes, as the recipient shall get them.</param>
/// <param name="ContentType">Media type, with or without parameters; an invalid one counts as application/octet-stream.</param>
public sealed record OutgoingPart(ReadOnlyMemory<byte> Content, string ContentType)
{
    /// <summary>Null or empty for none. The part before the last slash or backslash is not sent.</summary>
    public string? FileName { get; init; }

    /// <summary>Null or empty for none.</summary>
    public string? Description { get; init; }

    /// <summary>Without angle brackets; null for none.</summary>
    public string? ContentId { get; init; }

    /// <summary>Whether the receiver's program should show it with the text.</summary>
    public bool IsInline { get; init; }
}

/// <summary>A header field that has no member of its own.</summary>
public sealed record OutgoingField(string Name, string Value);
