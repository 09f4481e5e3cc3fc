using Services83.EMail.Mail.Pop3;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail.Maildrops;

namespace Services83.EMail.Sync.Maildrops;

/// <summary>A maildrop as a session shows it, with what is known of its messages.</summary>
/// <param name="Account">The account.</param>
/// <param name="InboxId">The folder here that gets its messages.</param>
/// <param name="Listed">The messages by their unique ids, each id once, oldest first.</param>
/// <param name="Repeated">Ids that the server gives to several messages.</param>
/// <param name="Known">What is stored of the messages, by their unique ids.</param>
internal sealed record Maildrop(
    MailAccount Account, int InboxId, IReadOnlyList<Pop3Message> Listed, IReadOnlySet<string> Repeated, IReadOnlyDictionary<string, MaildropMessage> Known)
{
    /// <summary>Ids of messages that were fetched in this session, so that it is certain what they are.</summary>
    public HashSet<string> Fetched { get; } = new(StringComparer.Ordinal);

    /// <summary>What the account is to say about the run, although it succeeded.</summary>
    public List<string> Notes { get; } = [];
}
