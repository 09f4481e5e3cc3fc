using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Mail.Pop3;

/// <summary>
/// One session with a POP3 server (RFC 1939). Commands run one after another. The server shows the mailbox as it was at the login, usually
/// to one session at a time, and deletes only if <see cref="QuitAsync"/> succeeds: a session that ends in any other way deletes nothing.
/// </summary>
public sealed partial class Pop3Client : IAsyncDisposable
{
    /// <summary>The RFC allows 512 bytes in an answer; lines of messages may have any length.</summary>
    private const int MaxLineLength = 1024 * 1024;

    private const int MaxCapabilities = 200;

    private readonly Pop3ConnectionOptions _options;
    private readonly MailLine _line;
    private readonly ProtocolTrace _trace;
    private LineReader _reader;

    private Pop3Client(Pop3ConnectionOptions options, MailLine line)
    {
        _options = options;
        _line = line;
        _trace = new ProtocolTrace(options.Logger);
        _reader = NewReader();
    }

    /// <summary>The server's present capabilities: read again after STLS and login.</summary>
    public Pop3Capabilities Capabilities { get; private set; } = new(null);

    /// <summary>Whether commands can be sent. False after a broken connection, a protocol error, a cancelled command or QUIT.</summary>
    public bool IsConnected { get; private set; } = true;

    public bool IsEncrypted => _line.IsEncrypted;

    /// <summary>Connects, encrypts as the options say, and reads greeting and capabilities.</summary>
    /// <exception cref="Pop3ConnectionException">The server cannot be reached, its certificate is refused, it has no STLS, or its greeting
    /// is a refusal.</exception>
    /// <exception cref="Pop3ProtocolException">The server does not speak POP3.</exception>
    public static Task<Pop3Client> ConnectAsync(Pop3ConnectionOptions options, CancellationToken cancellationToken) =>
        MailLine.ConnectAsync(
            options, Pop3ConnectionException.Of, line => new Pop3Client(options, line), (client, token) => client.OpenSessionAsync(token), cancellationToken);

    /// <summary>Ends the session; the server then deletes the marked messages (RFC 1939, section 6).</summary>
    /// <exception cref="Pop3CommandException">The server could not delete some of the messages.</exception>
    /// <exception cref="Pop3ConnectionException">The connection broke, so it is unknown what was deleted.</exception>
    public async Task QuitAsync(CancellationToken cancellationToken)
    {
        await RequireAsync("QUIT", cancellationToken);
        await DisposeAsync();
    }

    /// <summary>Closes the connection; nothing is deleted.</summary>
    public async ValueTask DisposeAsync()
    {
        IsConnected = false;
        await _reader.DisposeAsync();
        await _line.DisposeAsync();
    }

    private async Task OpenSessionAsync(CancellationToken cancellationToken)
    {
        if (_options.Security == LineSecurity.Tls)
        {
            await EncryptAsync(cancellationToken);
        }

        var greeting = await ReadReplyAsync(cancellationToken);
        if (!greeting.IsOk)
        {
            throw new Pop3ConnectionException($"The server refuses connections at the moment: {greeting.Text}");
        }

        await RefreshCapabilitiesAsync(cancellationToken);
        if (_options.Security == LineSecurity.StartTls)
        {
            await StartTlsAsync(cancellationToken);
        }
    }

    private async Task StartTlsAsync(CancellationToken cancellationToken)
    {
        if (!Capabilities.StartTls)
        {
            throw new Pop3ConnectionException("The server does not offer STLS.", isTransient: false);
        }

        await RequireAsync("STLS", cancellationToken);
        if (_reader.HasBufferedData)
        {
            throw new Pop3ProtocolException("The server, or somebody in between, sent data before TLS began; an attacker could have injected it.");
        }

        await EncryptAsync(cancellationToken);
        await RefreshCapabilitiesAsync(cancellationToken);
    }

    private async Task EncryptAsync(CancellationToken cancellationToken)
    {
        await _reader.DisposeAsync();
        await _line.EncryptAsync(cancellationToken);
        _reader = NewReader();
    }

    /// <summary>A server without CAPA answers with an error.</summary>
    private async Task RefreshCapabilitiesAsync(CancellationToken cancellationToken)
    {
        var reply = await CommandAsync("CAPA", cancellationToken);
        Capabilities = new Pop3Capabilities(reply.IsOk ? await ReadListAsync(MaxCapabilities, cancellationToken).ToListAsync(cancellationToken) : null);
    }

    private LineReader NewReader() => new(_line.Stream, _options, Pop3ConnectionException.Of, MaxLineLength);
}
