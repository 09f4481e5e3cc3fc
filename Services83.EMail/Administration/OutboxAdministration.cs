using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Administration;

/// <summary>What an administrator does with messages that did not end well.</summary>
internal sealed class OutboxAdministration(OutboxStore outbox, SentCopyStore copies)
{
    /// <summary>What became of a message, in a few words.</summary>
    public static string StateOf(OutgoingMessage message) => message.IsParked ? "sent, copy parked" : message.State switch
    {
        OutgoingState.Sending or OutgoingState.Ended => "being sent",
        OutgoingState.Accepted => "sent, copy waits",
        OutgoingState.Uncertain => "uncertain",
        OutgoingState.NotSent => "not sent",
        OutgoingState.Again => "to be sent again",
        OutgoingState.Done => "sent",
        OutgoingState.Unfiled => "sent, no copy",
    };

    /// <summary>Sends a message again that is uncertain or was not sent, to all its recipients, once.</summary>
    /// <exception cref="EntityNotFoundException">There is no such message.</exception>
    /// <exception cref="InvalidArgumentException">It cannot be sent again; the message says why.</exception>
    public async Task SendAgainAsync(int outgoingId, CancellationToken cancellationToken)
    {
        if (!await outbox.SendAgainAsync(outgoingId, cancellationToken))
        {
            throw await RequireAsync(outgoingId, cancellationToken) switch
            {
                { AccountId: null } => Refused(
                    $"Message {outgoingId} was sent through a server that the caller named; its login is not stored. Its author has to send it again."),
                { State: OutgoingState.Uncertain or OutgoingState.NotSent } => Refused(
                    $"The program does not have message {outgoingId} any more. Its copy is in the folder for sent mail; its author has to send it again."),
                _ => Refused($"Message {outgoingId} is neither uncertain nor unsent."),
            };
        }
    }

    /// <summary>Forgets a message that did not end well. A copy that is not filed yet is deleted.</summary>
    /// <exception cref="EntityNotFoundException">There is no such message.</exception>
    /// <exception cref="InvalidArgumentException">It is being sent, or its copy is about to be filed.</exception>
    public async Task DropAsync(int outgoingId, CancellationToken cancellationToken)
    {
        if (!await outbox.DropAsync(outgoingId, cancellationToken))
        {
            await RequireAsync(outgoingId, cancellationToken);
            throw Refused($"Message {outgoingId} is being sent, or its copy is about to be filed.");
        }
    }

    /// <summary>Files the copy of a sent message soon, also if it was parked.</summary>
    /// <exception cref="EntityNotFoundException">There is no such message with an unfiled copy.</exception>
    public async Task RetryCopyAsync(int outgoingId, CancellationToken cancellationToken)
    {
        if (!await copies.ReviveAsync(outgoingId, cancellationToken))
        {
            throw new EntityNotFoundException($"There is no outgoing message with an unfiled copy with the id {outgoingId}.", "outgoingId", $"{outgoingId}");
        }
    }

    private static InvalidArgumentException Refused(string reason) => new("OutgoingId", reason);

    private async Task<OutgoingMessage> RequireAsync(int outgoingId, CancellationToken cancellationToken) =>
        await outbox.FindAsync(outgoingId, cancellationToken)
        ?? throw new EntityNotFoundException($"There is no outgoing message {outgoingId}.", "outgoingId", $"{outgoingId}");
}
