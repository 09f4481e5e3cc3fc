using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Headers;

namespace Services83.EMail.Engines.Mailbox.Composing;

/// <summary>What a message has from those before it, and no member of the carrier tells.</summary>
internal sealed record Heritage
{
    public static Heritage None { get; } = new();

    /// <summary>Ids of the messages that it answers.</summary>
    public IReadOnlyList<string> InReplyTo { get; init; } = [];

    /// <summary>Ids of the thread, oldest first.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Authors beside the one that the carrier names.</summary>
    public IReadOnlyList<MailboxAddress> CoAuthors { get; init; } = [];

    /// <summary>Fields that only programs and servers write, as they came. A message that is sent does not have them.</summary>
    public IReadOnlyList<MimeHeader> Fields { get; init; } = [];
}
