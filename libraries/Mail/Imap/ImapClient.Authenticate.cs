using System.Text;
using Services83.EMail.Mail.Imap.Protocol;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Mail.Imap;

// AUTHENTICATE (RFC 3501, 6.2.2; RFC 4959) and LOGIN (6.2.3).
public sealed partial class ImapClient
{
    /// <summary>Logs in by the best mechanism that the server offers, and reads the capabilities again.</summary>
    /// <exception cref="ImapAuthenticationException">
    /// The server refuses the credentials, offers no mechanism, or the connection is not encrypted and the options forbid that.
    /// </exception>
    /// <exception cref="ImapCommandException">The server cannot check them now.</exception>
    public async Task AuthenticateAsync(MailCredentials credentials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        using var turn = TakeTurn();
        if (IsAuthenticated)
        {
            return;
        }

        if (!IsEncrypted && !_options.AllowCleartextLogin)
        {
            throw new ImapAuthenticationException("The connection is not encrypted, so the credentials were not sent.");
        }

        var exchanges = credentials.Exchanges(_options);
        _trace.AddSecret(credentials.Secret);
        foreach (var exchange in exchanges)
        {
            _trace.AddSecret(exchange.Answer);
        }

        _trace.AddSecret(ImapCommand.Escape(credentials.Secret));
        var before = Capabilities;
        var response = await LogInAsync(credentials, exchanges, cancellationToken);
        if (response.Status != ResponseStatus.Ok)
        {
            throw AuthenticationRefused(response);
        }

        IsAuthenticated = true;
        if (ReferenceEquals(before, Capabilities))
        {
            await RefreshCapabilitiesAsync(cancellationToken);
        }
    }

    private Task<TaggedResponse> LogInAsync(
        MailCredentials credentials, IReadOnlyList<SaslExchange> exchanges, CancellationToken cancellationToken)
    {
        if (exchanges.FirstOrDefault(one => Capabilities.Has($"AUTH={one.Mechanism}")) is { } exchange)
        {
            return AuthenticateSaslAsync(exchange, cancellationToken);
        }

        if (credentials.IsOAuth)
        {
            throw new ImapAuthenticationException(MailCredentials.NoTokenMechanism);
        }

        if (Capabilities.LoginDisabled)
        {
            throw new ImapAuthenticationException("The server accepts no password over this connection.");
        }

        return LoginAsync(credentials, cancellationToken);
    }

    private async Task<TaggedResponse> LoginAsync(MailCredentials credentials, CancellationToken cancellationToken)
    {
        var command = new ImapCommand("LOGIN").AddString(credentials.UserName).AddString(credentials.Secret, isSecret: true);
        var tag = await SendAsync(command, cancellationToken);
        return await CompleteAsync(tag, null, cancellationToken);
    }

    private async Task<TaggedResponse> AuthenticateSaslAsync(SaslExchange exchange, CancellationToken cancellationToken)
    {
        var command = new ImapCommand("AUTHENTICATE").Add(exchange.Mechanism);
        var isSent = Capabilities.SaslInitialResponse;
        string? reason = null;
        if (isSent)
        {
            command.AddSecret(exchange.Answer);
        }

        var tag = await SendAsync(command, cancellationToken);
        while (true)
        {
            var response = await ReceiveAsync(cancellationToken);
            if (response is TaggedResponse tagged)
            {
                await MatchAsync(tagged, tag);
                return reason is { Length: > 0 } ? tagged with { Text = $"{tagged.Text} ({reason})" } : tagged;
            }
            if (response is not ContinuationResponse continuation)
            {
                Offer(response, null);
                continue;
            }
            if (isSent)
            {
                reason = reason is null
                    ? Challenge(continuation.Text)
                    : throw await BrokenAsync(new ImapProtocolException("The server asks for more data than the login mechanism has."));
            }
            // A server that asks again has explained its refusal. It waits for the end of the exchange before it says NO.
            _trace.Client(isSent ? exchange.Dismissal : "***");
            await WriteAsync(Encoding.ASCII.GetBytes((isSent ? exchange.Dismissal : exchange.Answer) + "\r\n"), cancellationToken);
            isSent = true;
        }
    }

    private static string Challenge(string text)
    {
        var octets = new byte[text.Length];
        return Convert.TryFromBase64String(text, octets, out var length) && length > 0
            ? string.Concat(Encoding.UTF8.GetString(octets, 0, length).Where(character => !char.IsControl(character))).Trim()
            : "";
    }

    private ImapException AuthenticationRefused(TaggedResponse response)
    {
        var refused = new ImapCommandException("the login", Masked(response));
        // A NO without a code means that the credentials are wrong; the codes mean that the server cannot check them.
        return refused.IsBad || refused.RetryAfter is not null || (response.Code is { Name: not "ALERT" } && refused.IsTransient)
            ? refused
            : new ImapAuthenticationException($"The server refused the credentials: {refused.ServerText}", wereSent: true);
    }
}
