using Services83.EMail.Connections.Pools;
using Services83.EMail.Engines.Mailbox.Servers;
using Services83.EMail.Mail.Smtp;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Engines.Mailbox.Sending;

/// <summary>Sends one message, and notes each step durably before the next.</summary>
internal sealed partial class Outbox(OutboxStore store, SentCopyStore copies, ILogger<Outbox> logger)
{
    private const int AcceptAttempts = 3;

    /// <summary>Returns when the server has taken the message. What happens afterwards is <see cref="AcceptAsync"/>.</summary>
    /// <param name="label">What the operation calls the message, for errors.</param>
    /// <param name="cancellationToken">Heeded until the message may be delivered.</param>
    /// <returns>Its id in the outbox.</returns>
    /// <exception cref="MailServerException">Nobody has received it.</exception>
    /// <exception cref="DeliveryUncertainException">Nobody knows whether it was delivered.</exception>
    /// <exception cref="InvalidArgumentException">It was sent before.</exception>
    public async Task<int> DeliverAsync(
        SmtpSession session, OutgoingDraft draft, SmtpMessage message, string label, CancellationToken cancellationToken)
    {
        var id = await store.AddAsync(draft, cancellationToken) ?? throw await SentBeforeAsync(draft, label, cancellationToken);
        try
        {
            await session.SendAsync(message, () => store.SetEndedAsync(id, CancellationToken.None), cancellationToken);
            return id;
        }
        catch (SmtpUncertainException exception)
        {
            LogUncertain(exception, id, session.Host);
            await store.SetUncertainAsync(id, exception.Message, CancellationToken.None);
            var error = SmtpErrors.From(session.Host, exception, label);
            error.Parameters["messageId"] = draft.MessageId ?? "";
            throw error;
        }
        catch (Exception exception)
        {
            await store.RemoveAsync(id, CancellationToken.None);
            if (exception is SmtpException refusal)
            {
                throw SmtpErrors.From(session.Host, refusal, label);
            }

            throw;
        }
    }

    /// <summary>Notes that the message was taken and files its copy, in the folder when that is known, else later.</summary>
    /// <returns>Id of the cached copy; null when it is filed later, or not at all.</returns>
    public async Task<int?> AcceptAsync(int outgoingId, CopyToFile? copy)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await copies.AcceptAsync(outgoingId, copy, CancellationToken.None);
            }
            catch (EntityNotFoundException)
            {
                // The folder went away meanwhile.
                copy = null;
            }
            catch (StorageException exception) when (attempt < AcceptAttempts && exception.IsTransient)
            {
                LogAgain(exception, outgoingId);
            }
            catch (StorageException exception)
            {
                // The message is delivered; to say that it failed would have it sent again.
                LogNotNoted(exception, outgoingId);
                return null;
            }
        }
    }

    private async Task<InvalidArgumentException> SentBeforeAsync(OutgoingDraft draft, string label, CancellationToken cancellationToken)
    {
        var before = await store.FindSentAsync(draft.AssociateId, draft.MessageId!, cancellationToken);
        var what = before?.State switch
        {
            OutgoingState.Sending or OutgoingState.Ended => "is being sent",
            OutgoingState.Uncertain => $"was handed to {before.Host} at {before.ChangedAt.UtcDateTime:u}, and it is not known whether it was delivered",
            _ => $"was sent at {before?.ChangedAt.UtcDateTime:u}",
        };
        return new InvalidArgumentException(
            label.Split('[')[0], $"{label}: a message with the Message-ID {draft.MessageId} {what}. Leave MessageID empty to send it as a new message.");
    }

    [LoggerMessage(4201, LogLevel.Warning, "Outgoing message {Id}: {Host} did not say whether it took it")]
    private partial void LogUncertain(Exception exception, int id, string host);

    [LoggerMessage(4202, LogLevel.Warning, "Outgoing message {Id}: the database does not answer; noting that it was taken is tried again")]
    private partial void LogAgain(Exception exception, int id);

    [LoggerMessage(4203, LogLevel.Error, "Outgoing message {Id} was sent, which could not be noted")]
    private partial void LogNotNoted(Exception exception, int id);
}
