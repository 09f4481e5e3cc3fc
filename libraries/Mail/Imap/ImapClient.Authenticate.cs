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

        _trace.AddSecret(credentials.Secret);
        _trace.AddSecret(ImapCommand.Escape(credentials.Secret));
        _trace.AddSecret(credentials.ToSaslResponse());
        var before = Capabilities;
        var response = await LogInAsync(credentials, cancellationToken);
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

    private Task<TaggedResponse> LogInAsync(MailCredentials credentials, CancellationToken cancellationToken)
    {
        var mechanism = credentials.IsOAuth ? "XOAUTH2" : "PLAIN";
        if (Capabilities.Has($"AUTH={mechanism}"))
        {
            return AuthenticateSaslAsync(mechanism, credentials, cancellationToken);
        }

        if (credentials.IsOAuth)
        {
            throw new ImapAuthenticationException("The server does not offer XOAUTH2.");
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

    private async Task<TaggedResponse> AuthenticateSaslAsync(string mechanism, MailCredentials credentials, CancellationToken cancellationToken)
    {
        var answer = credentials.ToSaslResponse();
        var command = new ImapCommand("AUTHENTICATE").Add(mechanism);
        var isSent = Capabilities.SaslInitialResponse;
        var reason = "";
        if (isSent)
        {
            command.AddSecret(answer);
        }

        var tag = await SendAsync(command, cancellationToken);
        while (true)
        {
            var response = await ReceiveAsync(cancellationToken);
            if (response is TaggedResponse tagged)
            {
                await MatchAsync(tagged, tag);
                return reason.Length > 0 ? tagged with { Text = $"{tagged.Text} ({reason})" } : tagged;
            }
            if (response is not ContinuationResponse continuation)
            {
                Offer(response, null);
                continue;
            }
            if (isSent)
            {
                reason = Challenge(continuation.Text);
            }
            // If the server asks again, it has sent the reason (XOAUTH2 does this) and waits for an empty line before it says NO.
            _trace.Client(isSent ? "" : "***");
            await WriteAsync(Encoding.ASCII.GetBytes((isSent ? "" : answer) + "\r\n"), cancellationToken);
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
        return refused.IsBad || (response.Code is { Name: not "ALERT" } && refused.IsTransient)
            ? refused
            : new ImapAuthenticationException($"The server refused the credentials: {refused.ServerText}", wereSent: true);
    }
}
