using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Services83.EMail.Mail.Transport;

/// <summary>The byte stream of a connection, encrypted or not yet. Code that reads from <see cref="Stream"/> has its own
/// timeouts.</summary>
internal sealed class MailLine : IAsyncDisposable
{
    private readonly LineOptions _options;
    private readonly LineFailure _failure;

    private MailLine(Stream stream, LineOptions options, LineFailure failure)
    {
        Stream = stream;
        _options = options;
        _failure = failure;
    }

    /// <summary>A different stream after <see cref="EncryptAsync"/>.</summary>
    public Stream Stream { get; private set; }

    public bool IsEncrypted => Stream is SslStream;

    /// <summary>Connects and begins a session on the connection, within the connect timeout of the options.</summary>
    /// <param name="create">Creates the protocol's client on the connection.</param>
    /// <param name="begin">The first exchange, before the client can be used.</param>
    public static async Task<TClient> ConnectAsync<TClient>(
        LineOptions options, LineFailure failure, Func<MailLine, TClient> create, Func<TClient, CancellationToken, Task> begin,
        CancellationToken cancellationToken)
        where TClient : class, IAsyncDisposable
    {
        using var expiry = new CancellationTokenSource(options.ConnectTimeout, options.TimeProvider);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        TClient? client = null;
        try
        {
            client = create(await OpenAsync(options, failure, deadline.Token));
            await begin(client, deadline.Token);
            return client;
        }
        catch (Exception exception)
        {
            if (client is not null)
            {
                await client.DisposeAsync();
            }

            if (exception is not OperationCanceledException || cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            throw failure(
                $"{options.Host}:{options.Port} was not ready within {options.ConnectTimeout.TotalSeconds:0.#} s (ConnectTimeout).",
                isTransient: true, exception);
        }
    }

    /// <summary>Begins TLS. The caller has made sure that data which arrived in cleartext will not be read afterwards.</summary>
    public async Task EncryptAsync(CancellationToken cancellationToken)
    {
        string? refusal = null;
        var ssl = new SslStream(Stream, leaveInnerStreamOpen: false);
        Stream = ssl;
        try
        {
            await ssl.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = _options.Host,
                    CertificateChainPolicy = _options.Trust.ChainPolicy,
                    RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                    {
                        refusal = _options.Trust.Refuse(_options.Host, certificate, chain, errors);
                        if (refusal is not null)
                        {
                            _options.Refused(errors, chain);
                        }

                        return refusal is null;
                    },
                },
                cancellationToken);
            if (ssl.RemoteCertificate is X509Certificate2 certificate)
            {
                _options.CertificateAccepted?.Invoke(new DateTimeOffset(certificate.NotAfter));
            }
        }
        catch (AuthenticationException exception)
        {
            throw refusal is null
                ? _failure($"TLS with {_options.Host}:{_options.Port} failed: {_options.Explain(exception)}.", isTransient: false, exception)
                : _failure($"The certificate of {_options.Host}:{_options.Port} is refused: {refusal}", isTransient: false, exception);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw _failure($"TLS with {_options.Host}:{_options.Port} broke off: {_options.Explain(exception)}.", isTransient: true, exception);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var expiry = new CancellationTokenSource(_options.ReadTimeout, _options.TimeProvider);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        try
        {
            await Stream.WriteAsync(bytes, deadline.Token);
            await Stream.FlushAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw _failure($"The server accepted no data for {_options.ReadTimeout.TotalSeconds:0.#} s (ReadTimeout).", isTransient: true, null);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            throw _failure($"The connection broke: {_options.Explain(exception)}.", isTransient: true, exception);
        }
    }

    public ValueTask DisposeAsync() => Stream.DisposeAsync();

    private static async Task<MailLine> OpenAsync(LineOptions options, LineFailure failure, CancellationToken cancellationToken)
    {
        try
        {
            var endPoint = new DnsEndPoint(options.Host, options.Port);
            var stream = options.ConnectCallback is { } connect
                ? await connect(endPoint, cancellationToken)
                : await ConnectSocketAsync(endPoint, cancellationToken);
            return new MailLine(stream, options, failure);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            throw failure($"{options.Host}:{options.Port} cannot be reached: {options.Explain(exception)}.", isTransient: true, exception);
        }
    }

    private static async Task<Stream> ConnectSocketAsync(DnsEndPoint endPoint, CancellationToken cancellationToken)
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
