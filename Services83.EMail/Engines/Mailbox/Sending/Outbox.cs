using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Options;
using Services83.EMail.Background;
using Services83.EMail.Connections.Pools;
using Services83.EMail.Engines.Mailbox.Composing;
using Services83.EMail.Engines.Mailbox.Servers;
using Services83.EMail.Mail.Smtp;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Engines.Mailbox.Sending;

/// <summary>Sends one message, and stores each step before the next one begins.</summary>
internal sealed partial class Outbox(OutboxStore store, SentCopyStore copies, IOptions<SendingOptions> options, ILogger<Outbox> logger)
{
    private const int AcceptAttempts = 3;

    /// <summary>The messages that this process sends, and how to store what became of those whose result the database did not take.</summary>
    private readonly ConcurrentDictionary<int, Func<Task>?> _open = [];

    /// <summary>Returns when the server has accepted the message. <see cref="AcceptAsync"/> does the rest.</summary>
    /// <param name="label">The name of the message in the operation, for errors.</param>
    /// <param name="cancellationToken">Cancels until the final dot is sent; after that it is ignored.</param>
    /// <returns>Its id in the outbox.</returns>
    /// <exception cref="MailServerException">Nobody has received it.</exception>
    /// <exception cref="DeliveryUncertainException">It is unknown whether it was delivered.</exception>
    /// <exception cref="InvalidArgumentException">It was sent before.</exception>
    /// <exception cref="ThrottledException">The associate has sent as many messages within an hour as it may.</exception>
    public async Task<int> DeliverAsync(
        SmtpSession session, OutgoingDraft draft, SmtpMessage message, string label, CancellationToken cancellationToken)
    {
        var id = await AddAsync(draft, cancellationToken) ?? throw await SentBeforeAsync(draft, label, cancellationToken);
        _open[id] = null;
        try
        {
            await session.SendAsync(message, () => store.SetEndedAsync(id, CancellationToken.None), cancellationToken);
            return id;
        }
        catch (SmtpUncertainException exception)
        {
            LogUncertain(exception, id, session.Host);
            await StoreAsync(id, () => store.SetUncertainAsync(id, exception.Message, CancellationToken.None));
            var error = SmtpErrors.From(session.Host, exception, label);
            error.Parameters["messageId"] = draft.MessageId ?? "";
            throw error;
        }
        catch (Exception exception)
        {
            await StoreAsync(id, () => store.RemoveAsync(id, CancellationToken.None));
            if (exception is SmtpException refusal)
            {
                throw SmtpErrors.From(session.Host, refusal, label);
            }

            throw;
        }
    }

    /// <summary>Sends a stored message again that an operator wants to be sent again.</summary>
    /// <returns>Whether the server has accepted it; <see cref="AcceptAsync"/> does the rest. If not, its row says why.</returns>
    public async Task<bool> DeliverAgainAsync(SmtpSession session, int outgoingId, SmtpMessage message, CancellationToken cancellationToken)
    {
        _open[outgoingId] = null;
        try
        {
            await session.SendAsync(message, () => store.SetEndedAsync(outgoingId, CancellationToken.None), cancellationToken);
            return true;
        }
        catch (SmtpUncertainException exception)
        {
            LogUncertain(exception, outgoingId, session.Host);
            await StoreAsync(outgoingId, () => store.SetUncertainAsync(outgoingId, exception.Message, CancellationToken.None));
            return false;
        }
        catch (Exception exception)
        {
            LogNotAgain(exception, outgoingId);
            await StoreAsync(outgoingId, () => store.SetNotSentAsync(outgoingId, Reasons.Of(exception), CancellationToken.None));
            return false;
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
                var itemId = await copies.AcceptAsync(outgoingId, copy, CancellationToken.None);
                _open.TryRemove(outgoingId, out _);
                return itemId;
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
            catch (Exception exception)
            {
                // The message is delivered; an error would make the caller send it again.
                LogNotNoted(exception, outgoingId);
                _open[outgoingId] = () => copies.AcceptAsync(outgoingId, copy: null, CancellationToken.None);
                return null;
            }
        }
    }

    /// <summary>Stores what became of messages while the database did not answer.</summary>
    /// <exception cref="StorageException">The database did not take one of them again; the others are stored.</exception>
    public async Task StoreResultsAsync(CancellationToken cancellationToken)
    {
        Exception? failure = null;
        foreach (var (id, result) in _open)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (result is not null)
                {
                    await result();
                    _open.TryRemove(id, out _);
                }
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Finishes rows of this process that it does not know of, because the database stored them and could not say so.</summary>
    public Task SettleStraysAsync(CancellationToken cancellationToken) => store.SettleStraysAsync(_open.Keys, cancellationToken);

    /// <summary>Stores what became of a message, or has it stored when the database answers again: its caller is told the same.</summary>
    private async Task StoreAsync(int outgoingId, Func<Task> result)
    {
        try
        {
            await result();
            _open.TryRemove(outgoingId, out _);
        }
        catch (Exception exception)
        {
            LogUnstored(exception, outgoingId);
            _open[outgoingId] = result;
        }
    }

    private async Task<int?> AddAsync(OutgoingDraft draft, CancellationToken cancellationToken)
    {
        try
        {
            return await store.AddAsync(draft with { MaxPerHour = options.Value.MaxPerHour }, cancellationToken);
        }
        catch (ThrottledException exception)
        {
            LogTooMany(draft.AssociateId, exception.Message);
            throw;
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

    [LoggerMessage(4206, LogLevel.Warning, "A message of associate {AssociateId} was not sent: {Reason}")]
    private partial void LogTooMany(int associateId, string reason);

    [LoggerMessage(4205, LogLevel.Warning, "Outgoing message {Id} could not be sent again")]
    private partial void LogNotAgain(Exception exception, int id);

    [LoggerMessage(4202, LogLevel.Warning, "Outgoing message {Id}: the database does not answer; the program tries again to store that the message was accepted")]
    private partial void LogAgain(Exception exception, int id);

    [LoggerMessage(4203, LogLevel.Error, "Outgoing message {Id} was sent, but this could not be stored; the program tries again")]
    private partial void LogNotNoted(Exception exception, int id);

    [LoggerMessage(4204, LogLevel.Error, "Outgoing message {Id}: what became of it could not be stored; the program tries again")]
    private partial void LogUnstored(Exception exception, int id);
}
