using Services83.EMail.Background;
using Services83.EMail.Connections;
using Services83.EMail.Mail.Mime;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Engines.Mailbox.Sending;

/// <summary>
/// Sends messages again that an operator wants to be sent again: those of which it was unknown whether they were delivered, and those that a
/// crash left unsent. Each request causes one attempt, so that nobody gets a message more often than the operator said.
/// </summary>
internal sealed class Resender(OutboxStore store, SentCopyStore copies, Outbox outbox, AccountStore accounts, SmtpConnector connector)
{
    public async Task SendDueAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await store.AgainAsync(cancellationToken))
        {
            if (await store.BeginAgainAsync(id, cancellationToken))
            {
                await SendGuardedAsync(id, cancellationToken);
            }
        }
    }

    /// <summary>A message that cannot even be read must not keep the others waiting.</summary>
    private async Task SendGuardedAsync(int outgoingId, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(outgoingId, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            await store.SetNotSentAsync(outgoingId, Reasons.Of(exception), cancellationToken);
        }
    }

    private async Task SendAsync(int outgoingId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(outgoingId, cancellationToken) is not { AccountId: { } accountId } message
            || await copies.OctetsAsync(outgoingId, cancellationToken) is not { } bytes
            || await accounts.FindOutgoingAsync(accountId, cancellationToken) is not { } login)
        {
            await store.SetNotSentAsync(outgoingId, "Its account has no server for outgoing mail any more.", cancellationToken);
            return;
        }

        await using var session = connector.Session(message.AssociateId, ServerLogin.Of(login));
        var letter = RelayedMessage.Of(MimeReader.Read(bytes)).ToSmtp(message.Sender, message.RecipientList);
        if (await outbox.DeliverAgainAsync(session, outgoingId, letter, cancellationToken))
        {
            await outbox.AcceptAsync(outgoingId, copy: null);
        }
    }
}
