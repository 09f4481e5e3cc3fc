using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap;

// Bytes to the server, and responses made of its bytes. A failure here ends the connection.
public sealed partial class ImapClient
{
    private const int ContentChunk = 64 * 1024;

    /// <summary>The next response; it also updates the state of the session. Any failure here ends the connection.</summary>
    private async Task<Response> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var raw = await _transport.Reader.ReadAsync(cancellationToken);
            _trace.Server(raw.Text.Span);
            var response = Parse(raw);
            Charge(raw, response);
            Observe(response);
            // Each of several pipelined commands has its own full time.
            if (response is TaggedResponse)
            {
                _transport.Reader.Patience.Renew();
            }

            return response;
        }
        catch (ImapConnectionException exception) when (_bye is not null)
        {
            throw await BrokenAsync(new ImapConnectionException($"The server ended the session: {_bye}", exception.IsTransient, exception));
        }
        catch (Exception exception)
        {
            await BrokenAsync(exception);
            throw;
        }
    }

    private void Charge(RawResponse raw, Response response)
    {
        try
        {
            _allowance.Charge(raw, response);
        }
        catch (ImapProtocolException)
        {
            raw.Dispose();
            throw;
        }

        if (response is TaggedResponse)
        {
            _allowance.Renew(Selected?.Exists ?? 0, command: null);
        }
    }

    private Response Parse(RawResponse raw)
    {
        try
        {
            return ResponseParser.Parse(raw);
        }
        catch (ImapProtocolException) when (_trace.HoldsSecret(raw.Text.Span))
        {
            // The parser quotes text that it cannot read, and a part of a secret cannot be masked.
            throw new ImapProtocolException("The server sent an invalid response; it contains a secret, so it is not shown.");
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _transport.WriteAsync(bytes, cancellationToken);
        }
        catch (Exception exception)
        {
            await BrokenAsync(exception);
            throw;
        }
    }

    private async Task WriteContentAsync(Stream content, long length, CancellationToken cancellationToken)
    {
        var chunk = new byte[Math.Min(length, ContentChunk)];
        try
        {
            for (var left = length; left > 0;)
            {
                var wanted = chunk.AsMemory(0, (int)Math.Min(left, chunk.Length));
                await content.ReadExactlyAsync(wanted, cancellationToken);
                await _transport.WriteAsync(wanted, cancellationToken);
                left -= wanted.Length;
            }
        }
        catch (Exception exception)
        {
            await BrokenAsync(exception);
            throw;
        }
    }
}
