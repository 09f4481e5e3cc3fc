using Services83.EMail.Sandbox;

namespace Services83.EMail.Commands.Sandbox.Control;

/// <summary>The servers by the names that requests give them.</summary>
internal static class ServerNames
{
    /// <summary>The script of faults of <c>imap</c>, <c>smtp</c> or <c>pop3</c>.</summary>
    /// <exception cref="ControlException">There is no such server.</exception>
    public static SandboxFaults FaultsOf(this MailServers mail, string? server) => server switch
    {
        "imap" => mail.Imap.Faults,
        "smtp" => mail.Smtp.Faults,
        "pop3" => mail.Pop3.Faults,
        _ => throw ControlException.Wrong("server must be imap, smtp or pop3."),
    };

    /// <summary>What clients of <c>imap</c>, <c>smtp</c> or <c>pop3</c> have done.</summary>
    /// <exception cref="ControlException">There is no such server.</exception>
    public static SandboxLog LogOf(this MailServers mail, string server) => server switch
    {
        "imap" => mail.Imap.Log,
        "smtp" => mail.Smtp.Log,
        "pop3" => mail.Pop3.Log,
        _ => throw ControlException.Missing("The servers are imap, smtp and pop3."),
    };
}
