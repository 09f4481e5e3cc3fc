using Services83.EMail.Engines.Mailbox.Cache;
using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Engines.Mailbox.Composing;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Composing;

namespace Services83.EMail.Engines.Mailbox.Sending;

/// <summary>Makes letters of carriers. All of a call's are written before the first is sent, so that a mistake in one sends none.</summary>
internal sealed class LetterWriter(CachedMessages messages, HeritageReader heritage, EMailComposer composer, CarrierFiller filler)
{
    private const int MaxPerCall = 1000;

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

    /// <param name="email">What the caller filled in; what it left out of a cached message is taken from there.</param>
    /// <param name="label">What the operation calls it.</param>
    /// <param name="ownAddress">The address of the account that sends; null where a server named by the caller does.</param>
    /// <exception cref="InvalidArgumentException">Something in it cannot be used, or it has no recipient.</exception>
    /// <exception cref="EntityNotFoundException">It says it is a cached message, and the caller may see no such.</exception>
    public async Task<Letter> WriteAsync(EMailEntity email, string label, string? ownAddress)
    {
        var before = email.EmailItemId == 0 ? null : await CompleteAsync(email, label);
        var composed = composer.ForSending(email, label, ownAddress, await heritage.OfAsync(email, before));
        var letter = new Letter(label, email, composed, Sender(ownAddress ?? composed.Source.From.Address));
        if (letter.Recipients.Count == 0)
        {
            throw new InvalidArgumentException(label.Split('[')[0], $"{label}: it has no recipients.");
        }

        // Before it is sent: afterwards nothing may fail any more.
        email.From = CarrierMapper.Address(composed.Source.From.DisplayName, composed.Source.From.Address);
        await filler.FillAddressesAsync(email);
        return letter;
    }

    private async Task<MimeEnvelope> CompleteAsync(EMailEntity email, string label)
    {
        var (item, message, stored) = await messages.OpenAsync(email.EmailItemId);
        if (!item.Complete)
        {
            throw new InvalidArgumentException(
                label.Split('[')[0], $"{label}: e-mail {item.ItemId} is larger than Mail:MaxMessageBytes, so that its text is not known here.");
        }

        if (!item.Flags.HasFlag(EMailFlags.Draft))
        {
            // What is sent once more is another message than the one that came, or was sent before.
            email.MessageID ??= "";
        }

        StoredMembers.Complete(email, stored);
        return message;
    }

    private static string Sender(string address) => AddressSyntax.TryNormalize(address, out var normalized) ? normalized : address;
}
