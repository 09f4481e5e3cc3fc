using Services83.EMail.Mail.Smtp;

namespace Services83.EMail.Engines.Mailbox.Servers;

/// <summary>What a server's failure is to the caller. The protocol library's texts hold no secrets.</summary>
internal static class SmtpErrors
{
    /// <param name="host">The server.</param>
    /// <param name="exception">What went wrong there.</param>
    /// <param name="subject">What was being done, as the beginning of a sentence; empty for nothing in particular.</param>
    public static AgentException From(string host, SmtpException exception, string subject = "")
    {
        var text = $"{subject}{(subject.Length > 0 ? " was not sent. " : "")}Mail server {host}: {exception.Message}";
        switch (exception)
        {
            case SmtpUncertainException:
                return new DeliveryUncertainException(
                    host, $"It is not known whether {subject} was sent. Mail server {host}: {exception.Message} It is not sent again by itself.", exception);
            case SmtpRecipientsException recipients:
                var refused = new MailServerException(host, $"{text.TrimEnd('.')}. Nobody has received it.", exception.IsTransient, exception);
                refused.Parameters["refused"] = string.Join("; ", recipients.Refused.Select(one => one.Address));
                return refused;
            default:
                return new MailServerException(host, text, exception.IsTransient, exception);
        }
    }
}
