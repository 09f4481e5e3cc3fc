using Services83.EMail.Connections.Pools;
using Services83.EMail.Engines.Mailbox.Servers;
using Services83.EMail.Mail.Smtp;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Engines.Mailbox.Sending;

/// <summary>Sends one message, and stores each step before the next one begins.</summary>
internal sealed partial class Outbox(OutboxStore store, SentCopyStore copies, ILogger<Outbox> logger)
{
    private const int AcceptAttempts = 3;

    /// <summary>Returns when the server has accepted the message. <see cref="AcceptAsync"/> does the rest.</summary>
    /// <param name="label">The name of the message in the operation, for errors.</param>
    /// <param name="cancellationToken">Cancels until the final dot is sent; after that it is ignored.</param>
    /// <returns>Its id in the outbox.</returns>
    /// <exception cref="MailServerException">Nobody has received it.</exception>
    /// <exception cref="DeliveryUncertainException">It is unknown whether it was delivered.</exception>
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

    /// <summary>Stores that the message was accepted, and files its copy: in the folder if it is known, else later.</summary>
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
                // The folder was deleted meanwhile.
                copy = null;
            }
            catch (StorageException exception) when (attempt < AcceptAttempts && exception.IsTransient)
            {
                LogAgain(exception, outgoingId);
            }
            catch (StorageException exception)
            {
                // The message is delivered; an error would make the caller send it again.
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
            OutgoingState.Uncertain => $"was sent to {before.Host} at {before.ChangedAt.UtcDateTime:u}, and it is unknown whether it was delivered",
            _ => $"was sent at {before?.ChangedAt.UtcDateTime:u}",
        };
        return new InvalidArgumentException(
            label.Split('[')[0], $"{label}: a message with the Message-ID {draft.MessageId} {what}. Leave MessageID empty to send it as a new message.");
    }

    [LoggerMessage(4201, LogLevel.Warning, "Outgoing message {Id}: {Host} did not answer whether it accepted the message")]
    private partial void LogUncertain(Exception exception, int id, string host);

    [LoggerMessage(4202, LogLevel.Warning, "Outgoing message {Id}: the database does not answer; the program tries again to store that the message was accepted")]
    private partial void LogAgain(Exception exception, int id);

    [LoggerMessage(4203, LogLevel.Error, "Outgoing message {Id} was sent, but this could not be stored")]
    private partial void LogNotNoted(Exception exception, int id);
}
