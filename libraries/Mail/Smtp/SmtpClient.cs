using Services83.EMail.Mail.Smtp.Protocol;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Mail.Smtp;

/// <summary>One connection to a server for outgoing mail (RFC 5321, RFC 6409). Commands run one after another.</summary>
public sealed partial class SmtpClient : IAsyncDisposable
{
    private readonly SmtpConnectionOptions _options;
    private readonly MailLine _line;
    private readonly ProtocolTrace _trace;
    private ReplyReader _reader;

    private SmtpClient(SmtpConnectionOptions options, MailLine line)
    {
        _options = options;
        _line = line;
        _trace = new ProtocolTrace(options.Logger);
        _reader = new ReplyReader(line.Stream, options, _trace);
    }

    /// <summary>The server's present capabilities: read again after STARTTLS.</summary>
    public SmtpCapabilities Capabilities { get; private set; } = new([]);

    /// <summary>Whether commands can be sent. False after a broken connection, a protocol error, a cancelled command or QUIT.</summary>
    public bool IsConnected { get; private set; } = true;

    public bool IsEncrypted => _line.IsEncrypted;

    /// <summary>Connects, encrypts as the options say, and sends EHLO.</summary>
    /// <exception cref="SmtpConnectionException">The server cannot be reached, its certificate is refused, or it has no
    /// STARTTLS.</exception>
    /// <exception cref="SmtpCommandException">The server refuses the connection.</exception>
    /// <exception cref="SmtpProtocolException">The server does not speak SMTP.</exception>
    public static Task<SmtpClient> ConnectAsync(SmtpConnectionOptions options, CancellationToken cancellationToken) =>
        MailLine.ConnectAsync(
            options, SmtpConnectionException.Of, line => new SmtpClient(options, line), (client, token) => client.OpenSessionAsync(token), cancellationToken);

    /// <summary>Sends QUIT and closes the connection. It is not an error when the server has closed it already.</summary>
    public async Task QuitAsync(CancellationToken cancellationToken)
    {
        if (!IsConnected)
        {
            return;
        }

        try
        {
            await CommandAsync("QUIT", cancellationToken);
        }
        catch (SmtpException exception)
        {
            _trace.Client($"(goodbye failed: {exception.Message})");
        }

        await DisposeAsync();
    }

    /// <summary>Closes the connection without QUIT; <see cref="QuitAsync"/> sends it first.</summary>
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

        Require(await ReadReplyAsync(cancellationToken), "the connection");
        await HelloAsync(cancellationToken);
        if (_options.Security == LineSecurity.StartTls)
        {
            await StartTlsAsync(cancellationToken);
        }
    }

    private async Task HelloAsync(CancellationToken cancellationToken)
    {
        var reply = await CommandAsync($"EHLO {_options.HelloName}", cancellationToken);
        if (reply.Code is 500 or 502)
        {
            // A server without extensions (RFC 5321, section 3.2).
            Require(await CommandAsync($"HELO {_options.HelloName}", cancellationToken), "HELO");
            return;
        }

        Require(reply, "EHLO");
        Capabilities = new SmtpCapabilities(reply.Lines.Skip(1));
    }

    private async Task StartTlsAsync(CancellationToken cancellationToken)
    {
        if (!Capabilities.StartTls)
        {
            throw new SmtpConnectionException("The server does not offer STARTTLS.", isTransient: false);
        }

        Require(await CommandAsync("STARTTLS", cancellationToken), "STARTTLS");
        if (_reader.HasBufferedData)
        {
            throw new SmtpProtocolException("The server, or somebody in between, sent data before TLS began; an attacker could have injected it.");
        }

        await EncryptAsync(cancellationToken);
        Capabilities = new SmtpCapabilities([]);
        await HelloAsync(cancellationToken);
    }

    private async Task EncryptAsync(CancellationToken cancellationToken)
    {
        await _reader.DisposeAsync();
        await _line.EncryptAsync(cancellationToken);
        _reader = new ReplyReader(_line.Stream, _options, _trace);
    }
}
