using Services83.EMail.Identity;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Composing;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Engines.Mailbox.Composing;

/// <summary>Finds what a composed message takes over from its previous version and from the message that it answers.</summary>
internal sealed class HeritageReader(CallContext call, MessageReader messages)
{
    /// <summary>Most ids of a thread that are taken over: the oldest and the newest ones.</summary>
    private const int MaxThread = 30;

    /// <param name="email">The message to compose; completed with the stored values.</param>
    /// <param name="before">The previous version; null for a new message.</param>
    public async Task<Heritage> OfAsync(EMailEntity email, MimeEnvelope? before)
    {
        var answered = email.InReplyTo?.MessageId?.Trim().TrimStart('<').TrimEnd('>') ?? "";
        var heritage = before is null ? Heritage.None : Of(email, before);
        if (before is not null && (answered.Length == 0 || answered == before.InReplyTo))
        {
            return heritage with { InReplyTo = before.InReplyToAll, References = before.References };
        }

        return answered.Length == 0 ? heritage : heritage with { InReplyTo = [answered], References = await ThreadAsync(answered) };
    }

    private static Heritage Of(EMailEntity email, MimeEnvelope before) => new()
    {
        CoAuthors = email.From?.Address?.Trim().Equals(before.From?.Address, StringComparison.OrdinalIgnoreCase) == true
            ? [.. before.FromAll.Skip(1).Where(author => AddressSyntax.TryNormalize(author.Address, out _))]
            : [],
        Fields = [.. before.Headers.Where(field => !FieldKinds.HasMember(field.Name) && !FieldKinds.IsFree(field))],
    };

    /// <summary>The thread of the answered message, as far as it is cached.</summary>
    private async Task<IReadOnlyList<string>> ThreadAsync(string answered)
    {
        if (await messages.FindByMessageIdAsync(answered, call.RequireCaller().Own, call.Aborted) is not { } item)
        {
            return [answered];
        }

        var references = MimeReader.ReadHeaders(await messages.RawAsync(item.ContentId, call.Aborted)).References;
        string[] thread = [.. references.Where(id => id != answered), answered];
        return thread.Length <= MaxThread ? thread : [thread[0], .. thread[^(MaxThread - 1)..]];
    }
}
