using Services83.EMail.Agent.Messages;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage;

namespace Services83.EMail.Agent.Documents;

/// <summary>Compares a message in a client's hands with the one that it was read from.</summary>
internal static class CarrierComparer
{
    /// <summary>
    /// Whether the client has left everything that is written in a message as it was. What is nil counts as left alone; white space and
    /// characters that XML cannot carry do not count, as they change on the way there and back.
    /// </summary>
    public static bool IsUnchanged(EMailEntity email, MimeMessage original)
    {
        var before = CarrierMapper.Entity(original, includeStreams: false);
        return IsSame(email.Subject, before.Subject)
            && IsSame(email.PlainBody, before.PlainBody)
            && IsSame(email.HTMLBody, before.HTMLBody)
            && IsSame(email.MessageID, before.MessageID)
            && (email.From is null || IsSame(email.From, before.From!))
            && AreSame(email.To, before.To!, IsSame)
            && AreSame(email.Cc, before.Cc!, IsSame)
            && AreSame(email.Bcc, before.Bcc!, IsSame)
            && AreSame(email.CustomHeaderList, before.CustomHeaderList!, IsSame)
            && AreSame(email.Attachments, original.Attachments, IsSame);
    }

    /// <summary>Gives attachments without octets those of the original.</summary>
    public static void Complete(EMailEntity email, MimeMessage original)
    {
        email.Attachments ??= CarrierMapper.Entity(original, includeStreams: false).Attachments;
        foreach (var attachment in email.Attachments!.Where(attachment => attachment is { Stream: null }))
        {
            attachment.Stream = original.Attachments.FirstOrDefault(part => IdOf(part) == attachment.Id)?.Decode().ToArray();
        }
    }

    private static bool AreSame<T, TOriginal>(IReadOnlyList<T?>? now, IReadOnlyList<TOriginal> before, Func<T, TOriginal, bool> isSame) =>
        now is null || (now.Count == before.Count && now.Zip(before).All(pair => pair.First is not null && isSame(pair.First, pair.Second)));

    private static bool IsSame(EMailAddress now, EMailAddress before) =>
        AddressKey.Of(now.Address ?? "") == AddressKey.Of(before.Address ?? "") && IsSame(now.Name, before.Name);

    private static bool IsSame(EMailCustomHeader now, EMailCustomHeader before) =>
        IsSame(now.Name, before.Name) && AreSame(now.Values, before.Values!, IsSame);

    private static bool IsSame(EMailAttachment now, MimePart before) =>
        IsSame(now.Id, IdOf(before)) && IsSame(now.Filename, before.FileName)
        && (now.Stream is null or [] || now.Stream.AsSpan().SequenceEqual(before.Decode().Span));

    private static bool IsSame(string? now, string? before) => now is null || Visible(now).SequenceEqual(Visible(before ?? ""));

    private static IEnumerable<char> Visible(string text) => text.Where(
        character => !char.IsWhiteSpace(character) && !char.IsControl(character) && character < '\uFFFD');

    private static string IdOf(MimePart part) => part.ContentId ?? part.Path;
}
