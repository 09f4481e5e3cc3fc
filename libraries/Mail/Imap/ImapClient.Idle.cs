using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap;

/// <summary>The changes in the open mailbox that the server reported without a request.</summary>
[Flags]
public enum MailboxChanges
{
    None = 0,

    /// <summary>There are other messages than before, usually new ones.</summary>
    Arrived = 1,

    /// <summary>Messages were removed.</summary>
    Removed = 2,

    /// <summary>Flags of a message changed.</summary>
    Flags = 4,
}

// IDLE (RFC 2177), or NOOP if the server does not have it.
public sealed partial class ImapClient
{
    private static readonly byte[] Done = "DONE\r\n"u8.ToArray();

    /// <summary>Changes since the mailbox was opened or since the last report to the caller.</summary>
    private MailboxChanges _changes;

    /// <summary>
    /// Waits until the server reports a change in the open mailbox, without a time limit. Changes that were reported during earlier
    /// commands count, so nothing is missed between two calls; our own changes may count too. Afterwards other commands can be sent. Unlike
    /// with other commands, cancelling leaves the connection usable: IDLE is ended first.
    /// </summary>
    /// <exception cref="ImapConnectionException">The connection is dead or the server ended the session.</exception>
    /// <exception cref="InvalidOperationException">No mailbox is open.</exception>
    public async Task<MailboxChanges> WaitForChangesAsync(CancellationToken cancellationToken)
    {
        using var turn = TakeTurn();
        if (Selected is null)
        {
            throw new InvalidOperationException("No mailbox is open.");
        }

        while (_changes == MailboxChanges.None)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Capabilities.Idle)
            {
                await IdleAsync(cancellationToken);
            }
            else
            {
                await PollAsync(cancellationToken);
            }
        }
        var changes = _changes;
        _changes = MailboxChanges.None;
        return changes;
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_options.PollInterval, _options.TimeProvider, cancellationToken);
        await ExecuteAsync(new ImapCommand("NOOP"), null, CancellationToken.None);
    }

    /// <summary>One IDLE, until something changed, the renewal is due or the caller cancels.</summary>
    private async Task IdleAsync(CancellationToken cancellationToken)
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewal = Task.Delay(_options.IdleRenewal, _options.TimeProvider, wake.Token);
        var command = new ImapCommand("IDLE");
        var tag = await SendAsync(command, CancellationToken.None);
        await AwaitContinuationAsync(tag, command, CancellationToken.None);

        // A pending read is never cancelled to send DONE: that could lose half of a response. Reading and writing run in parallel instead.
        using var silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _options.TimeProvider);
        var idling = ReceiveWhileIdleAsync(tag, wake, silence.Token);
        await Task.WhenAny(idling, renewal);
        var endedUnasked = idling.IsCompleted;
        await wake.CancelAsync();
        if (!endedUnasked)
        {
            await SayDoneAsync(silence);
        }

        var response = await EndOfIdleAsync(idling, silence);
        if (response.Status != ResponseStatus.Ok)
        {
            throw Refused(command, response);
        }

        if (endedUnasked)
        {
            throw await BrokenAsync(new ImapProtocolException("The server ended IDLE by itself."));
        }
    }

    private async Task<TaggedResponse> ReceiveWhileIdleAsync(string tag, CancellationTokenSource wake, CancellationToken silence)
    {
        var patience = _transport.Reader.Patience;
        patience.IsSuspended = true;
        try
        {
            while (true)
            {
                var response = await ReceiveAsync(silence);
                if (response is TaggedResponse tagged)
                {
                    return await MatchAsync(tagged, tag);
                }

                Offer(response, null);
                if (_changes != MailboxChanges.None)
                {
                    await wake.CancelAsync();
                }
            }
        }
        finally
        {
            patience.IsSuspended = false;
        }
    }

    private async Task SayDoneAsync(CancellationTokenSource silence)
    {
        _trace.Client("DONE");
        silence.CancelAfter(_options.ReadTimeout);
        try
        {
            await _transport.WriteAsync(Done, CancellationToken.None);
        }
        catch (ImapConnectionException exception)
        {
            // The connection is broken for the pending read too, which must end before the connection is closed.
            _trace.Client($"(not sent: {exception.Message})");
            await silence.CancelAsync();
        }
    }

    private async Task<TaggedResponse> EndOfIdleAsync(Task<TaggedResponse> idling, CancellationTokenSource silence)
    {
        try
        {
            return await idling;
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested)
        {
            throw new ImapConnectionException(
                $"The connection is dead: the server did not end IDLE within {_options.ReadTimeout.TotalSeconds:0.#} s (ReadTimeout).");
        }
    }
}
