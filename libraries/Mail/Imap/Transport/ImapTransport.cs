using Services83.EMail.Mail.Imap.Protocol;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Mail.Imap.Transport;

/// <summary>The line of an IMAP connection, which may be compressed, and the reader of what comes over it.</summary>
internal sealed class ImapTransport : IAsyncDisposable
{
    private readonly ImapConnectionOptions _options;
    private readonly MailLine _line;
    private ResponseReader? _compressedReader;
    private Deflater? _deflater;

    public ImapTransport(MailLine line, ImapConnectionOptions options)
    {
        _line = line;
        _options = options;
        Reader = new ResponseReader(line.Stream, options);
    }

    public ResponseReader Reader { get; private set; }

    public bool IsEncrypted => _line.IsEncrypted;

    public bool IsCompressed => _deflater is not null;

    /// <summary>Begins TLS. Nothing that arrived in clear may be read afterwards.</summary>
    public async Task EncryptAsync(CancellationToken cancellationToken)
    {
        if (Reader.HasBufferedData)
            throw new ImapProtocolException("The server, or somebody in between, sent more before TLS began; that could be injected.");
        await Reader.DisposeAsync();
        await _line.EncryptAsync(cancellationToken);
        Reader = new ResponseReader(_line.Stream, _options);
    }

    /// <summary>Compresses both directions from here on. Unlike TLS, what arrived already belongs to the new layer.</summary>
    public void Compress()
    {
        _compressedReader = Reader;
        Reader = Reader.Decompressing();
        _deflater = new Deflater();
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _line.WriteAsync(_deflater?.Compress(bytes.Span) ?? bytes, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Reader.DisposeAsync();
        if (_compressedReader is not null) await _compressedReader.DisposeAsync();
        _deflater?.Dispose();
        await _line.DisposeAsync();
    }
}
