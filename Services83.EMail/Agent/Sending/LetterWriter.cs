using Services83.EMail.Agent.Composing;
using Services83.EMail.Agent.Drafts;
using Services83.EMail.Agent.Messages;
using Services83.EMail.Identity;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Composing;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Agent.Sending;

/// <summary>Makes letters of carriers. All of a call's are written before the first is sent, so that a mistake in one sends none.</summary>
internal sealed class LetterWriter(CallContext call, MessageService messages, MessageReader stored, EMailComposer composer)
{
    private const int MaxPerCall = 1000;

    /// <summary>Ids of a thread that are passed on: the oldest and the newest ones.</summary>
    private const int MaxThread = 30;

    /// <summary>One for each carrier; none for no list.</summary>
    /// <param name="emails">What the caller filled in.</param>
    /// <param name="write">Makes one.</param>
    public static async Task<IReadOnlyList<T>> WriteAllAsync<T>(EMailEntity?[]? emails, Func<EMailEntity, string, Task<T>> write)
    {
        emails ??= [];
        if (emails.Length > MaxPerCall)
        {
            throw new InvalidArgumentException("Emails", $"One call sends at most {MaxPerCall} messages, not {emails.Length}.");
        }

        var letters = new List<T>(emails.Length);
        for (var i = 0; i < emails.Length; i++)
        {
            letters.Add(await write(emails[i] ?? throw new InvalidArgumentException("Emails", $"Emails[{i}]: a message is needed."), $"Emails[{i}]"));
        }

        return letters;
    }

    /// <param name="email">What the caller filled in; octets of attachments that it left out are taken from the cached message.</param>
    /// <param name="label">What the operation calls it.</param>
    /// <param name="ownAddress">The address of the account that sends; null where a server named by the caller does.</param>
    /// <exception cref="InvalidArgumentException">Something in it cannot be used, or it has no recipient.</exception>
    /// <exception cref="EntityNotFoundException">It says it is a cached message, and the caller may see no such.</exception>
    public async Task<Letter> WriteAsync(EMailEntity email, string label, string? ownAddress)
    {
        if (email.EmailItemId != 0 && email.Attachments?.Any(attachment => attachment is { Stream: null }) == true)
        {
            StoredStreams.Complete(email, (await messages.OpenAsync(email.EmailItemId)).Entity);
        }

        var composed = composer.ForSending(email, label, ownAddress, await ThreadAsync(email));
        var letter = new Letter(label, email, composed, Sender(ownAddress ?? composed.Source.From.Address));
        return letter.Recipients.Count > 0 ? letter : throw new InvalidArgumentException(label.Split('[')[0], $"{label}: it has no recipients.");
    }

    private static string Sender(string address) => AddressSyntax.TryNormalize(address, out var normalized) ? normalized : address;

    /// <summary>The thread that the answered message is in, when it is cached.</summary>
    private async Task<IReadOnlyList<string>?> ThreadAsync(EMailEntity email)
    {
        if (email.InReplyTo?.MessageId?.Trim().TrimStart('<').TrimEnd('>') is not { Length: > 0 } answered
            || await stored.FindByMessageIdAsync(answered, call.RequireCaller().AssociateId, call.Aborted) is not { } item)
        {
            return null;
        }

        var references = MimeReader.ReadHeaders(await stored.RawAsync(item.ContentId, call.Aborted)).References;
        string[] thread = [.. references.Where(id => id != answered), answered];
        return thread.Length <= MaxThread ? thread : [thread[0], .. thread[^(MaxThread - 1)..]];
    }
}
