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

        _trace.AddSecret(credentials.Secret);
        _trace.AddSecret(Base64(credentials.Secret));
        _trace.AddSecret(credentials.ToSaslResponse());
        var reply = await LogInAsync(credentials, cancellationToken);
        if (reply.IsPositive)
        {
            return;
        }

        throw reply.IsTransient || reply.Code is 500 or 501 or 503
            ? new SmtpCommandException("the login", reply)
            : new SmtpAuthenticationException($"The server refused the credentials: {reply}", wereSent: true);
    }

    private Task<SmtpReply> LogInAsync(MailCredentials credentials, CancellationToken cancellationToken)
    {
        var mechanism = credentials.IsOAuth ? "XOAUTH2" : "PLAIN";
        if (Capabilities.Mechanisms.Contains(mechanism))
        {
            return ExchangeAsync(mechanism, [credentials.ToSaslResponse()], cancellationToken);
        }

        if (credentials.IsOAuth)
        {
            throw new SmtpAuthenticationException("The server does not offer XOAUTH2.");
        }

        if (Capabilities.Mechanisms.Contains("LOGIN"))
        {
            return ExchangeAsync("LOGIN", [Base64(credentials.UserName), Base64(credentials.Secret)], cancellationToken);
        }

        throw new SmtpAuthenticationException(
            Capabilities.Mechanisms.Count == 0 ? "The server offers no login." : $"The server offers only {string.Join(", ", Capabilities.Mechanisms)} to log in.");
    }

    private async Task<SmtpReply> ExchangeAsync(string mechanism, IReadOnlyList<string> answers, CancellationToken cancellationToken)
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
        for (; reply.Code == 334; reply = await CommandAsync(sent < answers.Count ? answers[sent++] : "", "***", cancellationToken))
        {
            if (sent < answers.Count)
            {
                continue;
            }

            // If the server asks for more data, it has sent the reason (XOAUTH2 does this) and waits for an empty line before it refuses.
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
