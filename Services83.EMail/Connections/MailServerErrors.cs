using Services83.EMail.Mail.Imap;
using Services83.EMail.Mail.Pop3;

namespace Services83.EMail.Connections;

internal static class MailServerErrors
{
    /// <summary>Turns a mail server's failure into the error for the caller. The protocol library's texts hold no secrets.</summary>
    public static MailServerException From(string server, ImapException exception) =>
        new(server, $"Mail server {server}: {exception.Message}", exception.IsTransient, exception) { RetryAfter = exception.RetryAfter };

    /// <inheritdoc cref="From(string, ImapException)" />
    public static MailServerException From(string server, Pop3Exception exception) =>
        new(server, $"Mail server {server}: {exception.Message}", exception.IsTransient, exception);
}
