using System.Net.Security;
using Services83.EMail.Sandbox.Protocol;

namespace Services83.EMail.Sandbox.Imap;

/// <summary>One connection: reads commands, applies the script of faults, runs the commands and replies.</summary>
internal sealed class ImapSession : ISandboxSession
{
    private readonly FaultRun _faults;
    private readonly int _number;
    private Stream _stream;

    public ImapSession(SandboxImapServer server, Stream stream, int number, bool isTls)
    {
        Server = server;
        _faults = new FaultRun(server.Faults, text => "* BYE " + text);
        _number = number;
        _stream = stream;
        IsTls = isTls;
        Reader = new CommandReader(stream);
        Writer = WriterTo(stream);
    }

    public SandboxImapServer Server { get; }

    public CommandReader Reader { get; private set; }

    public ResponseWriter Writer { get; private set; }

    public bool IsTls { get; private set; }

    public SandboxAccount? Account { get; private set; }

    public string? User => Account?.User;

    public SelectedFolder? Selected { get; set; }

    /// <summary>The client has shown that it supports mod-sequences (RFC 7162, section 3.1).</summary>
    public bool UsesCondstore { get; set; }

    public bool UsesQresync { get; set; }

    /// <summary>Set by STARTTLS; TLS begins after the reply was sent.</summary>
    public bool WantsTls { get; set; }

    public bool IsClosing { get; private set; }

    public bool Has(string capability) => Server.Options.Capabilities.Contains(capability, StringComparer.OrdinalIgnoreCase);

    /// <summary>The server's present capabilities; as with Dovecot, there are more after login.</summary>
    public string CapabilityList()
    {
        if (Account is not null)
        {
            return string.Join(' ', Server.Options.Capabilities);
        }

        var before = Server.Options.Capabilities.Where(name => name is "IMAP4rev1" or "LITERAL+" or "SASL-IR" or "ID" or "ENABLE" or "IDLE");
        if (!IsTls)
        {
            before = before.Append("STARTTLS");
        }

        return string.Join(' ', before.Concat(MayLogIn ? ["AUTH=PLAIN", "AUTH=LOGIN"] : ["LOGINDISABLED"]));
    }

    public bool MayLogIn => IsTls || !Server.Options.RequireTls;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (IsTls)
            {
                await UpgradeToTlsAsync(cancellationToken);
            }

            await GreetAsync(cancellationToken);
            while (!IsClosing && await Reader.ReadCommandAsync(InviteLiteralAsync, cancellationToken) is { } octets)
            {
                await ExecuteAsync(octets, cancellationToken);
                await Writer.EndReplyAsync(cancellationToken);
                if (WantsTls && !IsTls)
                {
                    await UpgradeToTlsAsync(cancellationToken);
                }
            }
        }
        finally
        {
            LeaveAccount();
            await _stream.DisposeAsync();
        }
    }

    /// <summary>Checks a password and opens the account.</summary>
    public async Task LogInAsync(string user, string password, CancellationToken cancellationToken)
    {
        await StrikeAsync(SandboxFaults.Authentication, user, "", cancellationToken);
        if (!MayLogIn)
        {
            throw CommandRefusedException.No("[PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure (SSL/TLS) connections.");
        }

        if (Server.FindAccount(user, password) is not { } account)
        {
            throw CommandRefusedException.No("[AUTHENTICATIONFAILED] Authentication failed.");
        }

        Account = account;
        Server.Log.LoggedIn(account.User);
    }

    /// <summary>Ends the session after the present reply.</summary>
    public void Close()
    {
        IsClosing = true;
        LeaveAccount();
    }

    public async Task WriteUpdatesAsync(bool mayExpunge, CancellationToken cancellationToken)
    {
        if (Selected is null)
        {
            return;
        }

        foreach (var line in Selected.TakeUpdates(mayExpunge, UsesCondstore, UsesQresync))
        {
            await Writer.LineAsync(line, cancellationToken);
        }
    }

    private async Task InviteLiteralAsync(CancellationToken cancellationToken)
    {
        await Writer.LineAsync("+ OK", cancellationToken);
        await Writer.FlushAsync(cancellationToken);
    }

    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StrikeAsync(SandboxFaults.Greeting, null, "", cancellationToken);
            await Writer.LineAsync($"* OK [CAPABILITY {CapabilityList()}] Sandbox ready.", cancellationToken);
        }
        catch (CommandRefusedException exception)
        {
            await Writer.LineAsync("* " + exception.Message, cancellationToken);
        }
        await Writer.EndReplyAsync(cancellationToken);
    }

    private async Task ExecuteAsync(byte[] octets, CancellationToken cancellationToken)
    {
        string reply;
        try
        {
            var line = CommandLine.Parse(octets);
            Server.Log.Add(new SandboxLogEntry(_number, Account?.User, line.Name, line.Masked));
            var executeThenDrop = await StrikeAsync(line.Name, Account?.User, line.Masked, cancellationToken);
            reply = await CommandTable.RunAsync(this, line, cancellationToken);
            if (executeThenDrop)
            {
                throw new ConnectionDroppedException("Dropped after execution");
            }

            if (!WantsTls)
            {
                await WriteUpdatesAsync(line.MayExpunge, cancellationToken);
            }
        }
        catch (CommandRefusedException exception)
        {
            reply = exception.Message;
        }
        catch (FolderLostException)
        {
            Close();
            await Writer.LineAsync("* BYE Selected mailbox was deleted or has new UIDVALIDITY, have to disconnect.", cancellationToken);
            return;
        }
        await Writer.LineAsync($"{CommandLine.TagOf(octets)} {reply}", cancellationToken);
    }

    /// <summary>Applies the matching rules; true when the connection must be closed after the command was executed.</summary>
    private Task<bool> StrikeAsync(string command, string? user, string line, CancellationToken cancellationToken) =>
        _faults.StrikeAsync(Reader, Writer, new FaultMoment(command, user, line), cancellationToken);

    private async Task UpgradeToTlsAsync(CancellationToken cancellationToken)
    {
        await StrikeAsync(SandboxFaults.TlsHandshake, null, "", cancellationToken);
        var tls = new SslStream(_stream);
        _stream = tls;
        await tls.AuthenticateAsServerAsync(Server.Tls, cancellationToken);
        // A new reader: bytes that came before the handshake must not be taken for bytes that TLS protects.
        Reader = new CommandReader(tls);
        Writer = WriterTo(tls);
        IsTls = true;
        WantsTls = false;
    }

    private ResponseWriter WriterTo(Stream stream) => new(stream) { HangAsync = token => Reader.DrainAsync(token) };

    private void LeaveAccount()
    {
        if (Account is { } account)
        {
            Server.Log.LoggedOut(account.User);
        }

        Account = null;
        Selected = null;
    }
}
