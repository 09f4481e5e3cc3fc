namespace Services83.EMail.Engines.Mailbox.Composing;

/// <summary>
/// The meaning of a carrier with an id (<c>docs/operations.md</c>, "A message with an id"): a member that the caller leaves out has its
/// stored value. Every operation that takes an <see cref="EMailEntity"/> completes it here before it does anything with it.
/// </summary>
internal static class StoredMembers
{
    /// <summary>Fills in the members that the caller left out.</summary>
    /// <param name="given">The caller's carrier; changed in place.</param>
    /// <param name="stored">The message that it names, with the bytes of its attachments.</param>
    /// <returns>Whether the caller gave the text itself: without it, only a draft may be replaced.</returns>
    public static bool Complete(EMailEntity given, EMailEntity stored)
    {
        var isPartial = IsPartial(given);
        var saysText = SaysText(given, stored);
        Content(given, stored);
        Values(given, stored, isPartial);
        Names(given.To, stored.To);
        Names(given.Cc, stored.Cc);
        Names(given.Bcc, stored.Bcc);
        Names([given.From], [stored.From]);
        foreach (var attachment in given.Attachments ?? [])
        {
            Attachment(attachment, stored.Attachments!);
        }

        return saysText;
    }

    /// <summary>The error when a message that is not a draft would be changed without a text.</summary>
    /// <param name="what">The name of the message.</param>
    public static string TextNeeded(string what) =>
        $"{what} is not a draft: it is replaced only if its text (PlainBody or HTMLBody) is given too. Nothing was saved.";

    /// <summary>A carrier that was read here has all of these members; one that lacks any was created by the client, and sets only some
    /// members.</summary>
    private static bool IsPartial(EMailEntity given) =>
        given.To is null || given.Cc is null || given.Bcc is null || given.From is null || given.Subject is null || given.PlainBody is null
        || given.HTMLBody is null || given.MessageID is null || given.Attachments is null || given.CustomHeaderList is null;

    /// <summary>A default carrier has two empty texts: a client does not mean by them that a text shall be removed.</summary>
    private static bool SaysText(EMailEntity given, EMailEntity stored) =>
        !string.IsNullOrEmpty(given.PlainBody) || !string.IsNullOrEmpty(given.HTMLBody)
        || (given is { PlainBody: "", HTMLBody: "" } && string.IsNullOrEmpty(stored.PlainBody) && string.IsNullOrEmpty(stored.HTMLBody));

    private static void Content(EMailEntity given, EMailEntity stored)
    {
        given.To ??= stored.To;
        given.Cc ??= stored.Cc;
        given.Bcc ??= stored.Bcc;
        given.From ??= stored.From;
        given.Subject ??= stored.Subject;
        given.PlainBody ??= stored.PlainBody;
        given.HTMLBody ??= stored.HTMLBody;
        given.MessageID ??= stored.MessageID;
        given.Attachments ??= stored.Attachments;
        given.CustomHeaderList ??= stored.CustomHeaderList;
        given.InReplyTo = string.IsNullOrWhiteSpace(given.InReplyTo?.MessageId) ? stored.InReplyTo : given.InReplyTo;
    }

    /// <summary>
    /// Value types cannot be nil, and many clients write all of them. So a missing value is left out; and in a carrier that leaves out
    /// other members, a default value is left out too. A date of the year 1 is left out in any carrier.
    /// </summary>
    private static void Values(EMailEntity given, EMailEntity stored, bool isPartial)
    {
        given.Priority = given.SaysPriority && !(isPartial && given.Priority == default) ? given.Priority : stored.Priority;
        given.Flags = given.SaysFlags && !(isPartial && given.Flags == default) ? given.Flags : stored.Flags;
        given.IsSent |= isPartial && stored.IsSent;
        given.Sent = given.Sent.Year > 1 ? given.Sent : stored.Sent;
        given.RepliedAt = given.RepliedAt.Year > 1 ? given.RepliedAt : stored.RepliedAt;
    }

    private static void Names(EMailAddress?[]? given, EMailAddress?[]? stored)
    {
        foreach (var address in given ?? [])
        {
            if (address is { Name: null, Address: not null })
            {
                address.Name = (stored ?? []).FirstOrDefault(known => address.Address.Equals(known?.Address, StringComparison.OrdinalIgnoreCase))?.Name;
            }
        }
    }

    /// <summary>Replies have attachments without bytes unless they are requested, and callers send them back without bytes.</summary>
    private static void Attachment(EMailAttachment? given, EMailAttachment[] stored)
    {
        if (given is not { Id.Length: > 0 } || Array.Find(stored, known => known.Id == given.Id) is not { } known)
        {
            return;
        }

        given.Stream ??= known.Stream;
        given.Filename ??= known.Filename;
        given.Type ??= known.Type;
        given.Description ??= known.Description;
        given.Disposition ??= known.Disposition;
    }
}
