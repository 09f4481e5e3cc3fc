using Services83.EMail.Mail.Imap.Protocol;
using Services83.EMail.Mail.Imap.Transport;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Mail.Imap;

/// <summary>
/// One connection to an IMAP4rev1 server (RFC 3501). Commands run one after another: starting one while another is under way is a
/// programming error and throws <see cref="InvalidOperationException"/>. What the server sends unasked is noted and never disturbs.
/// Cancelling a command that has begun closes the connection, for its answer would be taken for that of the next one.
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

    /// <summary>What the server offers at this point: read anew after STARTTLS and after login.</summary>
    public ImapCapabilities Capabilities { get; private set; } = new([]);

    /// <summary>The mailbox that is open, null when none is.</summary>
    public SelectedMailbox? Selected { get; private set; }

    /// <summary>Whether commands can be sent. False after a broken line, a protocol error, a cancelled command or LOGOUT.</summary>
    public bool IsConnected { get; private set; } = true;

    /// <summary>Octets of contents that have come of the response that is being read, or was when the connection ended.</summary>
    public long OctetsUnderWay => _transport.Reader.LiteralOctets;

    public bool IsEncrypted => _transport.IsEncrypted;

    /// <summary>Whether the session needs no login any more.</summary>
    public bool IsAuthenticated { get; private set; }

    /// <summary>Connects, encrypts as the options say, and reads greeting and capabilities.</summary>
    /// <exception cref="ImapConnectionException">Not reachable, refused certificate, no STARTTLS, or a greeting that says no.</exception>
    /// <exception cref="ImapProtocolException">The server does not speak IMAP.</exception>
    public static Task<ImapClient> ConnectAsync(ImapConnectionOptions options, CancellationToken cancellationToken) =>
        MailLine.ConnectAsync(
            options, ImapConnectionException.Of, line => new ImapClient(options, line), (client, token) => client.OpenSessionAsync(token), cancellationToken);

    /// <summary>Closes the line without ceremony; <see cref="LogoutAsync"/> is the polite way.</summary>
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
        // A session that is logged in already cannot begin TLS; whoever forges PREAUTH hopes that we go on in clear.
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
