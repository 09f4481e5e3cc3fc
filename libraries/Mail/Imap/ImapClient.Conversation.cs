using System.Text;
using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap;

// Sends commands and matches responses to them. All other commands use the methods here.
public sealed partial class ImapClient
{
    private int _busy;
    private uint _lastTag;
    private string? _bye;

    /// <summary>Gets every untagged response of a command; returns true when it took over the response and its literals.</summary>
    private delegate bool UntaggedHandler(Response response);

    /// <summary>Runs one public command from start to end.</summary>
    private async Task<TaggedResponse> RunAsync(ImapCommand command, UntaggedHandler? onUntagged, CancellationToken cancellationToken)
    {
        using var turn = TakeTurn();
        return await ExecuteAsync(command, onUntagged, cancellationToken);
    }

    private async Task<TaggedResponse> ExecuteAsync(ImapCommand command, UntaggedHandler? onUntagged, CancellationToken cancellationToken)
    {
        var tag = await SendAsync(command, cancellationToken);
        var response = await CompleteAsync(tag, onUntagged, cancellationToken);
        return response.Status == ResponseStatus.Ok ? response : throw Refused(command, response);
    }

    private ImapCommandException Refused(ImapCommand command, TaggedResponse response) =>
        new(command.Name, Masked(response));

    /// <summary>A server may repeat a secret anywhere, even in the response code.</summary>
    private TaggedResponse Masked(TaggedResponse response) => response with
    {
        Code = response.Code is { } code ? code with { Name = _trace.Masked(code.Name) } : null,
        Text = _trace.Masked(response.Text),
    };

    /// <summary>Writes a command and returns its tag. Several may be sent before the first is completed.</summary>
    private async Task<string> SendAsync(ImapCommand command, CancellationToken cancellationToken)
    {
        var tag = $"A{++_lastTag}";
        _transport.Reader.Patience.Renew();
        _allowance.Renew(Selected?.Exists ?? 0, command);
        _trace.Client($"{tag} {command.Trace}");
        var line = new StringBuilder(tag).Append(' ');
        foreach (var part in command.Parts)
        {
            if (part.Text is not null)
            {
                line.Append(part.Text);
            }

            if (part.Literal is null)
            {
                continue;
            }

            var mayRush = Capabilities.AllowsNonSynchronizing(part.Length);
            line.Append('{').Append(part.Length).Append(mayRush ? "+}\r\n" : "}\r\n");
            await WriteAsync(Encoding.ASCII.GetBytes(line.ToString()), cancellationToken);
            line.Clear();
            if (!mayRush)
            {
                await AwaitContinuationAsync(tag, command, cancellationToken);
            }

            await WriteContentAsync(part.Literal, part.Length, cancellationToken);
        }
        await WriteAsync(Encoding.ASCII.GetBytes(line.Append("\r\n").ToString()), cancellationToken);
        return tag;
    }

    /// <summary>Reads up to the tagged response of this command.</summary>
    private async Task<TaggedResponse> CompleteAsync(string tag, UntaggedHandler? onUntagged, CancellationToken cancellationToken)
    {
        while (true)
        {
            var response = await ReceiveAsync(cancellationToken);
            switch (response)
            {
                case TaggedResponse tagged:
                    return await MatchAsync(tagged, tag);
                case ContinuationResponse:
                    throw await BrokenAsync(new ImapProtocolException("The server asks for more data although the command is complete."));
                default:
                    Offer(response, onUntagged);
                    break;
            }
        }
    }

    private async Task AwaitContinuationAsync(string tag, ImapCommand command, CancellationToken cancellationToken)
    {
        while (true)
        {
            var response = await ReceiveAsync(cancellationToken);
            if (response is ContinuationResponse)
            {
                return;
            }

            if (response is not TaggedResponse tagged)
            {
                Offer(response, null);
                continue;
            }
            await MatchAsync(tagged, tag);
            throw tagged.Status != ResponseStatus.Ok
                ? Refused(command, tagged)
                : await BrokenAsync(new ImapProtocolException("The server answered OK before the command was complete."));
        }
    }

    private async Task<TaggedResponse> MatchAsync(TaggedResponse response, string tag)
    {
        if (response.Tag == tag)
        {
            return response;
        }

        throw await BrokenAsync(new ImapProtocolException($"The server answered a command '{_trace.Masked(response.Tag)}' while {tag} was in progress."));
    }

    private void Offer(Response response, UntaggedHandler? onUntagged)
    {
        if (onUntagged is not null && onUntagged(response))
        {
            return;
        }

        if (response is not FetchDataResponse { Data: var data })
        {
            return;
        }

        if (data.Flags is not null)
        {
            _changes |= MailboxChanges.Flags;
        }

        data.Dispose();
    }

    private async Task<T> BrokenAsync<T>(T cause) where T : Exception
    {
        await DisposeAsync();
        return cause;
    }

    private Turn TakeTurn()
    {
        if (Interlocked.Exchange(ref _busy, 1) != 0)
        {
            throw new InvalidOperationException("Another command is in progress on this connection.");
        }

        if (IsConnected)
        {
            return new Turn(this);
        }

        _busy = 0;
        throw new ImapConnectionException(_bye is null ? "The connection is closed." : $"The server ended the session: {_bye}");
    }

    private readonly struct Turn(ImapClient client) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref client._busy, 0);
    }
}
