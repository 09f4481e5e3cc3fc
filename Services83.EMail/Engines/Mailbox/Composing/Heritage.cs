using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Headers;

namespace Services83.EMail.Engines.Mailbox.Composing;

/// <summary>What a message takes over from earlier messages and what has no member in the carrier.</summary>
internal sealed record Heritage
{
    public static Heritage None { get; } = new();

    /// <summary>Ids of the messages that it answers.</summary>
    public IReadOnlyList<string> InReplyTo { get; init; } = [];

    /// <summary>Ids of the thread, oldest first.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Authors in addition to the one that the carrier names.</summary>
    public IReadOnlyList<MailboxAddress> CoAuthors { get; init; } = [];

    /// <summary>Fields that only programs and servers write, unchanged. A message that is sent does not have them.</summary>
    public IReadOnlyList<MimeHeader> Fields { get; init; } = [];
}
