using System.Net.Sockets;
using Services83.EMail.Commands.Demo;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Sandbox.Pop3;
using Services83.EMail.Sandbox.Smtp;

namespace Services83.EMail.Commands.Sandbox;

/// <summary>The mail servers of a sandbox, which share the mailboxes.</summary>
internal sealed class MailServers : IAsyncDisposable
{
    private readonly Func<IReadOnlyList<DemoOwner>> _create;

    private MailServers(Func<IReadOnlyList<DemoOwner>> create, IReadOnlyList<DemoOwner> owners, SandboxImapServer imap, SandboxSmtpServer smtp, SandboxPop3Server pop3) =>
        (_create, Owners, Imap, Smtp, Pop3) = (create, owners, imap, smtp, pop3);

    /// <summary>Who has a mailbox.</summary>
    public IReadOnlyList<DemoOwner> Owners { get; private set; }

    public SandboxImapServer Imap { get; }

    public SandboxSmtpServer Smtp { get; }

    public SandboxPop3Server Pop3 { get; }

    public string Host => Imap.Host;

    /// <summary>The ports that the servers listen on.</summary>
    public IReadOnlyList<int> Ports => [Imap.Port, Imap.TlsPort, Smtp.Port, Smtp.TlsPort, Pop3.Port, Pop3.TlsPort];

    /// <param name="create">Makes the mailboxes, the same at each call.</param>
    /// <param name="capabilities">Those of the IMAP server.</param>
    /// <exception cref="CommandException">A port is in use.</exception>
    public static async Task<MailServers> StartAsync(
        Func<IReadOnlyList<DemoOwner>> create, IReadOnlyList<string> capabilities, SandboxPorts ports, CancellationToken cancellationToken)
    {
        var owners = create();
        var started = new Stack<IAsyncDisposable>();
        try
        {
            var options = new SandboxOptions { Accounts = MailboxesOf(owners), Port = ports.Imap, TlsPort = ports.ImapTls, Capabilities = capabilities };
            var imap = await SandboxImapServer.StartAsync(options, cancellationToken);
            started.Push(imap);
            var smtp = SandboxSmtpServer.Start(imap, new SandboxSmtpOptions { Port = ports.Smtp, TlsPort = ports.SmtpTls, AcceptsStrangers = true });
            started.Push(smtp);
            return new MailServers(create, owners, imap, smtp, SandboxPop3Server.Start(imap, ports.Pop3, ports.Pop3Tls));
        }
        catch (SocketException exception)
        {
            foreach (var server in started)
            {
                await server.DisposeAsync();
            }

            throw new CommandException(
                $"One of the ports {ports.Imap}, {ports.ImapTls}, {ports.Smtp}, {ports.SmtpTls}, {ports.Pop3} and {ports.Pop3Tls} cannot be used: "
                + $"{exception.Message}. --free-ports takes other ones.");
        }
    }

    /// <summary>Makes the servers as they were at their start: mailboxes, faults, logs, sent mail. Open connections are closed.</summary>
    public async Task ResetAsync()
    {
        foreach (var (faults, log) in ((SandboxFaults, SandboxLog)[])[(Imap.Faults, Imap.Log), (Smtp.Faults, Smtp.Log), (Pop3.Faults, Pop3.Log)])
        {
            faults.Clear();
            log.Clear();
        }

        Owners = _create();
        await Imap.ReplaceAccountsAsync(MailboxesOf(Owners));
        await Smtp.DropConnectionsAsync();
        await Pop3.DropConnectionsAsync();
        Smtp.Sent.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await Pop3.DisposeAsync();
        await Smtp.DisposeAsync();
        await Imap.DisposeAsync();
    }

    private static IReadOnlyList<SandboxAccount> MailboxesOf(IReadOnlyList<DemoOwner> owners) => [.. owners.Select(owner => owner.Mailbox)];
}
