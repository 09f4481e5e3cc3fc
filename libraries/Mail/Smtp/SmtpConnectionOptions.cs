using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Mail.Smtp;

/// <summary>
/// The server, the trusted certificates, and the timeouts. The timeouts are those that RFC 5321, section 4.5.3.2 recommends. The default
/// port is 465.
/// </summary>
public sealed record SmtpConnectionOptions : LineOptions
{
    public SmtpConnectionOptions()
    {
        Port = 465;
        ReadTimeout = TimeSpan.FromMinutes(5);
    }

    /// <summary>The name in EHLO: a host name, or an address in brackets.</summary>
    public string HelloName { get; init; } = "[127.0.0.1]";

    /// <summary>Longest wait for the permission to send the message (DATA).</summary>
    public TimeSpan DataStartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Longest wait for the answer to the whole message. Servers scan it first, and a client that gives up earlier does not know whether it
    /// was delivered.
    /// </summary>
    public TimeSpan DataEndTimeout { get; init; } = TimeSpan.FromMinutes(10);
}
