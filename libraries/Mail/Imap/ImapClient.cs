using Services83.EMail.Mail.Imap.Protocol;
using Services83.EMail.Mail.Imap.Transport;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Mail.Imap;

/// <summary>
/// One connection to an IMAP4rev1 server (RFC 3501). Commands run one after another: starting one while another is in progress is a
/// programming error and throws <see cref="InvalidOperationException"/>. Responses that the server sends without a request are stored and
/// never disturb a command. Cancelling a command that has begun closes the connection, because its answer would be taken for that of the
/// next one.
/// </summary>
public sealed partial class ImapClient : IAsyncDisposable
{
    private readonly ImapConnectionOptions _options;
    private readonly ProtocolTrace _trace;
    private readonly ImapTransport _transport;
    private readonly Allowance _allowance;
    private readonly HashSet<string> _enabled = new(StringComparer.OrdinalIgnoreCase);

    private ImapClient(ImapConnectionOptions options, MailLine line)
    {
        _options = options;
        _transport = new ImapTransport(line, options);
        _trace = new ProtocolTrace(options.Logger);
        _allowance = new Allowance(options);
    }

    /// <summary>The server's present capabilities: read again after STARTTLS and after login.</summary>
    public ImapCapabilities Capabilities { get; private set; } = new([]);

    /// <summary>The mailbox that is open, null when none is.</summary>
    public SelectedMailbox? Selected { get; private set; }

    /// <summary>Whether commands can be sent. False after a broken connection, a protocol error, a cancelled command or LOGOUT.</summary>
    public bool IsConnected { get; private set; } = true;

    /// <summary>Bytes of contents that have arrived in the present response, or in the last one before the connection ended.</summary>
    public long OctetsUnderWay => _transport.Reader.LiteralOctets;

    public bool IsEncrypted => _transport.IsEncrypted;

    /// <summary>Whether the session needs no login any more.</summary>
    public bool IsAuthenticated { get; private set; }

    /// <summary>Connects, encrypts as the options say, and reads greeting and capabilities.</summary>
    /// <exception cref="ImapConnectionException">The server cannot be reached, its certificate is refused, it has no STARTTLS, or its
    /// greeting is a refusal.</exception>
    /// <exception cref="ImapProtocolException">The server does not speak IMAP.</exception>
    public static Task<ImapClient> ConnectAsync(ImapConnectionOptions options, CancellationToken cancellationToken) =>
        MailLine.ConnectAsync(
            options, ImapConnectionException.Of, line => new ImapClient(options, line), (client, token) => client.OpenSessionAsync(token), cancellationToken);

    /// <summary>Closes the connection without LOGOUT; <see cref="LogoutAsync"/> logs out first.</summary>
    public async ValueTask DisposeAsync()
    {
        IsConnected = false;
        await _transport.DisposeAsync();
    }

    private async Task OpenSessionAsync(CancellationToken cancellationToken)
    {
        if (_options.Security == LineSecurity.Tls)
        {
            await _transport.EncryptAsync(cancellationToken);
        }

        await ReadGreetingAsync(cancellationToken);
        if (_options.Security == LineSecurity.StartTls)
        {
            await StartTlsAsync(cancellationToken);
        }

        if (Capabilities.Names.Count == 0)
        {
            await RefreshCapabilitiesAsync(cancellationToken);
        }
    }

    private async Task ReadGreetingAsync(CancellationToken cancellationToken)
    {
        switch (await ReceiveAsync(cancellationToken))
        {
            case StatusResponse { Status: ResponseStatus.Ok }:
                return;
            case StatusResponse { Status: ResponseStatus.PreAuth }:
                IsAuthenticated = true;
                return;
            case StatusResponse { Status: ResponseStatus.Bye } bye:
                throw new ImapConnectionException($"The server refuses connections at the moment: {bye.Text}");
            default:
                throw new ImapProtocolException("The server's greeting is not that of an IMAP server.");
        }
    }

    private async Task StartTlsAsync(CancellationToken cancellationToken)
    {
        // A session that is logged in already cannot begin TLS; an attacker may forge PREAUTH so that the client continues in cleartext.
        if (IsAuthenticated)
        {
            throw new ImapConnectionException("The server skips the login (PREAUTH), so the connection cannot be encrypted.", isTransient: false);
        }

        if (Capabilities.Names.Count == 0)
        {
            await RefreshCapabilitiesAsync(cancellationToken);
        }

        if (!Capabilities.StartTls)
        {
            throw new ImapConnectionException("The server does not offer STARTTLS.", isTransient: false);
        }

        await ExecuteAsync(new ImapCommand("STARTTLS"), null, cancellationToken);
        await _transport.EncryptAsync(cancellationToken);
        Capabilities = new ImapCapabilities([]);
    }

    private async Task RefreshCapabilitiesAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync(new ImapCommand("CAPABILITY"), null, cancellationToken);
        if (Capabilities.Names.Count == 0)
        {
            throw new ImapProtocolException("The server does not report its capabilities.");
        }
    }
}
