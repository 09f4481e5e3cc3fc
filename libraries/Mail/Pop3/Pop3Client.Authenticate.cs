using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Mail.Pop3;

// USER and PASS (RFC 1939, section 7), AUTH (RFC 5034). Not APOP: it needs passwords that the server can read, and MD5.
public sealed partial class Pop3Client
{
    /// <summary>Longest command that every server accepts; a longer answer is sent after the server's prompt (RFC 5034, section
    /// 4).</summary>
    private const int LongestCommand = 253;

    /// <summary>Logs in by the best mechanism that the server offers, and reads the capabilities again.</summary>
    /// <exception cref="Pop3AuthenticationException">
    /// The server refuses the credentials, offers no mechanism, or the connection is not encrypted and the options forbid that.
    /// </exception>
    /// <exception cref="Pop3CommandException">The server cannot check them now, or somebody else has the mailbox open.</exception>
    public async Task AuthenticateAsync(MailCredentials credentials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        if (!IsEncrypted && !_options.AllowCleartextLogin)
        {
            throw new Pop3AuthenticationException("The connection is not encrypted, so the credentials were not sent.");
        }

        var exchanges = credentials.Exchanges(_options);
        _trace.AddSecret(credentials.Secret);
        foreach (var exchange in exchanges)
        {
            _trace.AddSecret(exchange.Answer);
        }

        var reply = await LogInAsync(credentials, exchanges, cancellationToken);
        // IN-USE and SYS say nothing about the credentials (RFC 2449, section 8.1; RFC 3206).
        if (!reply.IsOk)
        {
            throw reply.Code is "IN-USE" or "LOGIN-DELAY" or "SYS/TEMP" or "SYS/PERM"
                ? new Pop3CommandException("the login", reply)
                : new Pop3AuthenticationException($"The server refused the credentials: {reply.Text}", wereSent: true);
        }

        await RefreshCapabilitiesAsync(cancellationToken);
    }

    private Task<Pop3Reply> LogInAsync(
        MailCredentials credentials, IReadOnlyList<SaslExchange> exchanges, CancellationToken cancellationToken)
    {
        if (exchanges.FirstOrDefault(one => Capabilities.HasMechanism(one.Mechanism)) is { } exchange)
        {
            return ExchangeAsync(exchange, cancellationToken);
        }

        if (credentials.IsOAuth)
        {
            throw new Pop3AuthenticationException(MailCredentials.NoTokenMechanism);
        }

        return Capabilities.User
            ? SendPasswordAsync(credentials, cancellationToken)
            : throw new Pop3AuthenticationException("The server accepts no password over this connection.");
    }

    private async Task<Pop3Reply> SendPasswordAsync(MailCredentials credentials, CancellationToken cancellationToken)
    {
        if (credentials.UserName.Any(char.IsControl) || credentials.Secret.Any(char.IsControl))
        {
            throw new Pop3AuthenticationException("USER and PASS cannot carry control characters, and the server offers nothing else.");
        }

        var user = await CommandAsync($"USER {credentials.UserName}", cancellationToken);
        return user.IsOk ? await CommandAsync($"PASS {credentials.Secret}", "PASS ***", cancellationToken) : user;
    }

    private async Task<Pop3Reply> ExchangeAsync(SaslExchange exchange, CancellationToken cancellationToken)
    {
        var command = $"AUTH {exchange.Mechanism}";
        var isSent = command.Length + 1 + exchange.Answer.Length <= LongestCommand;
        var reply = await CommandAsync(isSent ? $"{command} {exchange.Answer}" : command, $"{command} ***", cancellationToken);
        if (!isSent && reply.Kind == Pop3ReplyKind.Continue)
        {
            reply = await CommandAsync(exchange.Answer, "***", cancellationToken);
        }

        if (reply.Kind != Pop3ReplyKind.Continue)
        {
            return reply;
        }

        // A server that asks again has explained its refusal. It waits for the end of the exchange before it says no.
        var reason = _trace.Masked(Challenge(reply.Text));
        reply = await CommandAsync(exchange.Dismissal, cancellationToken);
        return reply.Kind == Pop3ReplyKind.Continue
            ? throw await BrokenAsync(new Pop3ProtocolException("The server asks for more data than the login mechanism has."))
            : reply with { Text = $"{reply.Text} ({reason})" };
    }

    private static string Challenge(string text)
    {
        var octets = new byte[text.Length];
        return Convert.TryFromBase64String(text, octets, out var length) ? Pop3Reply.Clean(octets.AsSpan(0, length)).Trim() : "it asked for more data";
    }
}
