using Services83.EMail.Mail.Smtp;

namespace Services83.EMail.Engines.Mailbox.Servers;

/// <summary>Turns a server's failure into the error for the caller. The protocol library's texts hold no secrets.</summary>
internal static class SmtpErrors
{
    /// <param name="host">The server.</param>
    /// <param name="exception">What went wrong there.</param>
    /// <param name="subject">The work that failed, as the beginning of a sentence; may be empty.</param>
    public static AgentException From(string host, SmtpException exception, string subject = "")
    {
        var text = $"{subject}{(subject.Length > 0 ? " was not sent. " : "")}Mail server {host}: {exception.Message}";
        switch (exception)
        {
            case SmtpUncertainException:
                return new DeliveryUncertainException(
                    host, $"It is unknown whether {subject} was sent. Mail server {host}: {exception.Message} The program does not send it again.", exception);
            case SmtpRecipientsException recipients:
                var refused = new MailServerException(host, $"{text.TrimEnd('.')}. Nobody has received it.", exception.IsTransient, exception);
                refused.Parameters["refused"] = string.Join("; ", recipients.Refused.Select(one => one.Address));
                return refused;
            default:
                return new MailServerException(host, text, exception.IsTransient, exception);
        }
    }
}
