using Services83.EMail.Mail.Transport;

namespace Services83.EMail.Mail.Smtp;

/// <summary>
/// Where to connect, whom to trust, and how long to wait. The times are those that RFC 5321, section 4.5.3.2 asks for; the port is 465 when
/// none is given.
/// </summary>
public sealed record SmtpConnectionOptions : LineOptions
{
    public SmtpConnectionOptions()
    {
        Port = 465;
        ReadTimeout = TimeSpan.FromMinutes(5);
    }

    /// <summary>How this side introduces itself in EHLO: a host name, or an address in brackets.</summary>
    public string HelloName { get; init; } = "[127.0.0.1]";

    /// <summary>Longest wait for the leave to send the message.</summary>
    public TimeSpan DataStartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Longest wait for the answer to the whole message. Servers look through it first, and whoever gives up earlier does not know whether
    /// it was delivered.
    /// </summary>
    public TimeSpan DataEndTimeout { get; init; } = TimeSpan.FromMinutes(10);
}
