using Services83.EMail.Engines.Mailbox.Cache;
using Services83.EMail.Engines.Mailbox.Carriers;
using Services83.EMail.Engines.Mailbox.Composing;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Mail.Mime.Composing;

namespace Services83.EMail.Engines.Mailbox.Sending;

/// <summary>Makes letters from carriers. All letters of a call are written before the first is sent, so that none is sent if one has a
/// mistake.</summary>
internal sealed class LetterWriter(CachedMessages messages, HeritageReader heritage, EMailComposer composer, CarrierFiller filler)
{
    private const int MaxPerCall = 1000;

    /// <summary>One letter for each carrier; none for a null list.</summary>
    /// <param name="emails">The caller's carriers.</param>
    /// <param name="write">Makes one letter.</param>
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

    /// <param name="email">The caller's carrier; parts of a cached message that it leaves out are taken from the cache.</param>
    /// <param name="label">The name of the message in the operation.</param>
    /// <param name="ownAddress">The address of the sending account; null when the caller names the server.</param>
    /// <exception cref="InvalidArgumentException">A value cannot be used, or it has no recipient.</exception>
    /// <exception cref="EntityNotFoundException">It names a cached message that the caller may not see.</exception>
    public async Task<Letter> WriteAsync(EMailEntity email, string label, string? ownAddress)
    {
        var before = email.EmailItemId == 0 ? null : await CompleteAsync(email, label);
        var composed = composer.ForSending(email, label, ownAddress, await heritage.OfAsync(email, before));
        var letter = new Letter(label, email, composed, Sender(ownAddress ?? composed.Source.From.Address));
        if (letter.Recipients.Count == 0)
        {
            throw new InvalidArgumentException(label.Split('[')[0], $"{label}: it has no recipients.");
        }

        // Before the message is sent: afterwards nothing may fail any more.
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
                label.Split('[')[0], $"{label}: e-mail {item.ItemId} is larger than Mail:MaxMessageBytes, so its text is not stored here.");
        }

        if (!item.Flags.HasFlag(EMailFlags.Draft))
        {
            // A message that is sent again is a different message from the one that was received or sent before.
            email.MessageID ??= "";
        }

        StoredMembers.Complete(email, stored);
        return message;
    }

    private static string Sender(string address) => AddressSyntax.TryNormalize(address, out var normalized) ? normalized : address;
}
