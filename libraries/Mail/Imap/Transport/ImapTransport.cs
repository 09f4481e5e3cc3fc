using Services83.EMail.Mail.Imap.Protocol;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Mail.Imap.Transport;

/// <summary>The connection of an IMAP session and the reader of its responses.</summary>
internal sealed class ImapTransport(MailLine line, ImapConnectionOptions options) : IAsyncDisposable
{
    private readonly ImapConnectionOptions _options = options;
    private readonly MailLine _line = line;

    public ResponseReader Reader { get; private set; } = new ResponseReader(line.Stream, options);

    public bool IsEncrypted => _line.IsEncrypted;

    /// <summary>Begins TLS. Data that arrived in cleartext must not be read afterwards.</summary>
    public async Task EncryptAsync(CancellationToken cancellationToken)
    {
        if (Reader.HasBufferedData)
        {
            throw new ImapProtocolException("The server, or somebody in between, sent data before TLS began; an attacker could have injected it.");
        }

        await Reader.DisposeAsync();
        await _line.EncryptAsync(cancellationToken);
        Reader = new ResponseReader(_line.Stream, _options);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _line.WriteAsync(bytes, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Reader.DisposeAsync();
        await _line.DisposeAsync();
    }
}
