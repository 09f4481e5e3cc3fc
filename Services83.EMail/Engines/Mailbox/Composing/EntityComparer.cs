using Services83.EMail.Engines.Mailbox.Carriers;

namespace Services83.EMail.Engines.Mailbox.Composing;

/// <summary>
/// Whether a carrier that a client sends back still has the content of the stored message. Members that the server or the database set are
/// ignored.
/// </summary>
internal static class EntityComparer
{
    /// <param name="given">The caller's carrier, completed by <see cref="StoredMembers"/>.</param>
    /// <param name="stored">The stored message, with the bytes of its attachments.</param>
    public static bool IsSameMessage(EMailEntity given, EMailEntity stored) =>
        Same(given.Subject, stored.Subject)
        && Same(given.PlainBody, stored.PlainBody)
        && SameHtml(given.HTMLBody, stored.HTMLBody)
        && IsSameId(given.MessageID, stored.MessageID)
        && given.Priority == stored.Priority
        && IsSameId(given.InReplyTo?.MessageId, stored.InReplyTo?.MessageId)
        && (given.From is null || Same(given.From, stored.From))
        && Same(given.To, stored.To) && Same(given.Cc, stored.Cc) && Same(given.Bcc, stored.Bcc)
        && SameAttachments(given.Attachments, stored.Attachments!)
        && SameHeaders(given.CustomHeaderList, stored.CustomHeaderList!);

    /// <summary>Whether two Message-IDs, with or without angle brackets, are the same.</summary>
    public static bool IsSameId(string? given, string? stored) => (given ?? "").Trim('<', '>', ' ') == (stored ?? "");

    /// <summary>The web API returns sanitized HTML, which clients send back.</summary>
    private static bool SameHtml(string? given, string? stored) =>
        Same(given, stored) || (!string.IsNullOrEmpty(given) && Same(given, SafeHtml.Of(stored ?? "")));

    private static bool SameAttachments(EMailAttachment[]? given, EMailAttachment[] stored) =>
        given is null || (given.Length == stored.Length && given.Zip(stored).All(pair => Same(pair.First, pair.Second)));

    private static bool Same(EMailAttachment? given, EMailAttachment stored) =>
        given is not null && given.Id == stored.Id && Same(given.Filename, stored.Filename)
        && (given.Stream is null || given.Stream.AsSpan().SequenceEqual(stored.Stream));

    private static bool SameHeaders(EMailCustomHeader?[]? given, EMailCustomHeader[] stored) =>
        given is null || (given.Length == stored.Length && given.Zip(stored).All(pair =>
            pair.First?.Name == pair.Second.Name && SameValues(pair.First!.Values ?? [], pair.Second.Values ?? [])));

    private static bool SameValues(string?[] given, string[] stored) =>
        given.Length == stored.Length && given.Zip(stored).All(pair => Same(pair.First ?? "", pair.Second));

    private static bool Same(EMailAddress?[]? given, EMailAddress?[]? stored) =>
        given is null || (given.Length == (stored ?? []).Length && given.Zip(stored!).All(pair => Same(pair.First, pair.Second)));

    private static bool Same(EMailAddress? given, EMailAddress? stored) => Same(given?.Name, stored?.Name) && Same(given?.Address, stored?.Address);

    /// <summary>XML changes line ends, and characters that it cannot carry.</summary>
    private static bool Same(string? given, string? stored) => given is null || Lines(given) == Lines(stored ?? "");

    private static string Lines(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").Where(character => character is '\n' or '\t' || (!char.IsControl(character) && character < '\uFFFD')))
            .TrimEnd();
}
