using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Services83.EMail.Mail.Imap.Protocol;

namespace Services83.EMail.Mail.Imap.Transport;

/// <summary>The byte stream under a connection, encrypted or not yet, with a deadline on every wait.</summary>
internal sealed class ImapTransport : IAsyncDisposable
{
    private readonly ImapConnectionOptions _options;
    private Stream _stream;
    private ResponseReader? _compressedReader;
    private Deflater? _deflater;

    private ImapTransport(Stream stream, ImapConnectionOptions options)
    {
        _stream = stream;
        _options = options;
        Reader = new ResponseReader(stream, options);
    }

    public ResponseReader Reader { get; private set; }

    public bool IsEncrypted => _stream is SslStream;

    public bool IsCompressed => _deflater is not null;

    public static async Task<ImapTransport> OpenAsync(ImapConnectionOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var endPoint = new DnsEndPoint(options.Host, options.Port);
            var stream = options.ConnectCallback is { } connect
                ? await connect(endPoint, cancellationToken)
                : await ConnectAsync(endPoint, cancellationToken);
            return new ImapTransport(stream, options);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            throw new ImapConnectionException($"{options.Host}:{options.Port} cannot be reached: {e.Message}", innerException: e);
        }
    }

    /// <summary>Begins TLS. Nothing that arrived in clear may be read afterwards.</summary>
    public async Task EncryptAsync(CancellationToken cancellationToken)
    {
        if (Reader.HasBufferedData)
            throw new ImapProtocolException("The server, or somebody in between, sent more before TLS began; that could be injected.");
        string? refusal = null;
        var ssl = new SslStream(_stream, leaveInnerStreamOpen: false);
        await Reader.DisposeAsync();
        _stream = ssl;
        Reader = new ResponseReader(ssl, _options);
        try
        {
            await ssl.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = _options.Host,
                    CertificateChainPolicy = _options.Trust.ChainPolicy(),
                    RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                        (refusal = _options.Trust.Refuse(_options.Host, certificate, chain, errors)) is null,
                },
                cancellationToken);
        }
        catch (AuthenticationException e)
        {
            throw refusal is null
                ? new ImapConnectionException($"TLS with {_options.Host}:{_options.Port} failed: {e.Message}", isTransient: false, e)
                : new ImapConnectionException($"The certificate of {_options.Host}:{_options.Port} is refused: {refusal}", isTransient: false, e);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new ImapConnectionException($"TLS with {_options.Host}:{_options.Port} broke off: {e.Message}", innerException: e);
        }
    }

    /// <summary>Compresses both directions from here on. Unlike TLS, what arrived already belongs to the new layer.</summary>
    public void Compress()
    {
        _compressedReader = Reader;
        Reader = Reader.Decompressing();
        _deflater = new Deflater();
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.ReadTimeout);
        try
        {
            await _stream.WriteAsync(_deflater?.Compress(bytes.Span) ?? bytes, deadline.Token);
            await _stream.FlushAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ImapConnectionException($"The server took nothing for {_options.ReadTimeout.TotalSeconds:0.#} s (ReadTimeout).");
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            throw new ImapConnectionException($"The connection broke: {e.Message}", innerException: e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Reader.DisposeAsync();
        if (_compressedReader is not null) await _compressedReader.DisposeAsync();
        _deflater?.Dispose();
        await _stream.DisposeAsync();
    }

    private static async Task<Stream> ConnectAsync(DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
