using System.Text;
using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Mail.Smtp;

// AUTH (RFC 4954).
public sealed partial class SmtpClient
{
    /// <summary>Longest command that every server accepts; a longer answer is sent after the server's prompt (RFC 4954, section
    /// 4).</summary>
    private const int LongestCommand = 510;

    /// <summary>Logs in by the best mechanism that the server offers.</summary>
    /// <exception cref="SmtpAuthenticationException">
    /// The server refuses the credentials, offers no mechanism, or the connection is not encrypted and the options forbid that.
    /// </exception>
    /// <exception cref="SmtpCommandException">The server cannot check them now.</exception>
    public async Task AuthenticateAsync(MailCredentials credentials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        if (!IsEncrypted && !_options.AllowCleartextLogin)
        {
            throw new SmtpAuthenticationException("The connection is not encrypted, so the credentials were not sent.");
        }

        var exchanges = credentials.Exchanges(_options);
        _trace.AddSecret(credentials.Secret);
        foreach (var exchange in exchanges)
        {
            _trace.AddSecret(exchange.Answer);
        }

        _trace.AddSecret(Base64(credentials.Secret));
        var reply = await LogInAsync(credentials, exchanges, cancellationToken);
        if (reply.IsPositive)
        {
            return;
        }

        throw reply.IsTransient || reply.Code is 500 or 501 or 503
            ? new SmtpCommandException("the login", reply)
            : new SmtpAuthenticationException($"The server refused the credentials: {reply}", wereSent: true);
    }

    private Task<SmtpReply> LogInAsync(
        MailCredentials credentials, IReadOnlyList<SaslExchange> exchanges, CancellationToken cancellationToken)
    {
        if (exchanges.FirstOrDefault(one => Capabilities.Mechanisms.Contains(one.Mechanism)) is { } exchange)
        {
            return ExchangeAsync(exchange.Mechanism, [exchange.Answer], exchange.Dismissal, cancellationToken);
        }

        if (credentials.IsOAuth)
        {
            throw new SmtpAuthenticationException(MailCredentials.NoTokenMechanism);
        }

        if (Capabilities.Mechanisms.Contains("LOGIN"))
        {
            return ExchangeAsync("LOGIN", [Base64(credentials.UserName), Base64(credentials.Secret)], dismissal: "", cancellationToken);
        }

        throw new SmtpAuthenticationException(
            Capabilities.Mechanisms.Count == 0 ? "The server offers no login." : $"The server offers only {string.Join(", ", Capabilities.Mechanisms)} to log in.");
    }

    private async Task<SmtpReply> ExchangeAsync(
        string mechanism, IReadOnlyList<string> answers, string dismissal, CancellationToken cancellationToken)
    {
        var command = $"AUTH {mechanism}";
        var sent = 0;
        // LOGIN has no initial response.
        if (answers.Count == 1 && command.Length + 1 + answers[0].Length <= LongestCommand)
        {
            command += " " + answers[sent++];
        }

        var reply = await CommandAsync(command, $"AUTH {mechanism} ***", cancellationToken);
        string? reason = null;
        for (; reply.Code == 334; reply = await CommandAsync(sent < answers.Count ? answers[sent++] : dismissal, "***", cancellationToken))
        {
            if (sent < answers.Count)
            {
                continue;
            }

            // A server that asks again has explained its refusal. It waits for the end of the exchange before it says no.
            if (reason is not null)
            {
                await DisposeAsync();
                throw new SmtpProtocolException("The server asks for more data than the login mechanism has.");
            }

            reason = _trace.Masked(Challenge(reply.Text));
        }

        return reason is { Length: > 0 } ? reply with { Lines = [.. reply.Lines, $"({reason})"] } : reply;
    }

    private static string Challenge(string text)
    {
        var octets = new byte[text.Length];
        return Convert.TryFromBase64String(text, octets, out var length)
            ? Protocol.ReplyLine.Clean(octets.AsSpan(0, length)).Trim()
            : "it asked for more data";
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
