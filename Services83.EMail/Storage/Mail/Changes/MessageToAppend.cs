namespace Services83.EMail.Storage.Mail.Changes;

/// <summary>A message that was written here and is to be stored in a folder on its account's server.</summary>
public sealed class MessageToAppend
{
    /// <param name="accountId">The account; the folder must belong to it.</param>
    /// <param name="folderId">A folder that can hold messages.</param>
    /// <param name="content">The whole message (RFC 5322) with lines that end in CRLF; not empty.</param>
    /// <param name="flags">Flags to store with it.</param>
    /// <param name="madeAt">Becomes the date of receipt, in whole seconds like a server's.</param>
    /// <exception cref="ArgumentException">The message is empty, which no server accepts, or incomplete.</exception>
    public MessageToAppend(int accountId, int folderId, MessageContent content, EMailFlags flags, DateTimeOffset madeAt)
    {
        if (content is not { Complete: true, Raw.IsEmpty: false })
        {
            throw new ArgumentException("A message must be complete and not empty.", nameof(content));
        }

        (AccountId, FolderId, Content) = (accountId, folderId, content);
        Flags = flags & ~EMailFlags.Recent;
        ReceivedAt = DateTimeOffset.FromUnixTimeSeconds(madeAt.ToUnixTimeSeconds());
    }

    public int AccountId { get; }

    public int FolderId { get; }

    /// <summary>
    /// Whether the server may have filed the message by itself, as some servers do with messages that are sent through them: then the
    /// program looks for its Message-ID before it appends the message.
    /// </summary>
    public bool MayBeThere { get; init; }

    /// <summary>The message of the same account that this one replaces, with the same id; null for a new one.</summary>
    public int? Replaces { get; init; }

    /// <summary>
    /// Whether the message is not sent to the server: it stays here until it is moved or saved in another way. Has no effect if the server
    /// has, or is about to get, the message that this one replaces.
    /// </summary>
    public bool StaysHere { get; init; }

    internal MessageContent Content { get; }

    internal EMailFlags Flags { get; }

    internal DateTimeOffset ReceivedAt { get; }
}
