using System.CommandLine;
using System.Globalization;
using Services83.EMail.Commands.Demo;
using Services83.EMail.Commands.Sandbox;
using Services83.EMail.Commands.Sandbox.Control;
using Services83.EMail.Sandbox;

namespace Services83.EMail.Commands;

/// <summary>
/// <c>sandbox</c>: mail servers for tests on fixed ports, which an HTTP interface controls; with <c>--with-server</c> the whole program in front of
/// them. Nothing is stored beyond its end, and nothing leaves the machine.
/// </summary>
internal static class SandboxCommand
{
    private static readonly Dictionary<string, IReadOnlyList<string>> CapabilitySets = new()
    {
        ["full"] = SandboxCapabilities.Full,
        ["condstore"] = SandboxCapabilities.CondstoreOnly,
        ["basic"] = SandboxCapabilities.Basic,
        ["gmail"] = SandboxCapabilities.Gmail,
    };

    public static Command Create(string[] settings)
    {
        var mail = new Option<DirectoryInfo>("--mail")
        {
            Description = "Folder with messages (.eml) instead of generated mail: one folder for each mailbox, named by its address, with folders in it",
        };
        var now = new Option<string>("--now")
        {
            Description = "Time of the mailboxes, such as 2026-01-05T09:00:00Z, which is the default: generated dates lie before it, and the clock stands still",
        };
        var capabilities = new Option<string>("--capabilities") { Description = "What the IMAP server can do", DefaultValueFactory = _ => "full" };
        capabilities.AcceptOnlyFromAmong([.. CapabilitySets.Keys]);
        var free = new Option<bool>("--free-ports") { Description = "Take any free ports instead of the fixed ones" };
        var front = new Option<bool>("--with-server") { Description = "Also start this program in front of the mail servers, with the users of the demo" };
        var command = new Command("sandbox", "Run mail servers for tests: scriptable, reproducible, on this machine only.") { mail, now, capabilities, free, front };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new SandboxChoice(
                OwnersOf(parsed.GetValue(mail), new SandboxClock(MomentOf(parsed.GetValue(now)))), CapabilitySets[parsed.GetValue(capabilities)!],
                parsed.GetValue(free) ? SandboxPorts.Free : SandboxPorts.Fixed, FrontSettings(settings, parsed.GetValue(front), parsed.GetValue(free))),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SandboxChoice choice, CancellationToken cancellationToken)
    {
        await using var sandbox = await RunningSandbox.StartAsync(choice, cancellationToken);
        await using var control = await ControlServer.StartAsync(sandbox, choice.Ports.Control, cancellationToken);
        var mail = sandbox.Mail;
        await Console.Out.WriteLineAsync(
            $"""
             Services83.EMail sandbox on {mail.Host}: well-known passwords; everything is deleted at the end.

               IMAP     port {mail.Imap.Port} (STARTTLS) and {mail.Imap.TlsPort} (TLS)
               SMTP     port {mail.Smtp.Port} (STARTTLS) and {mail.Smtp.TlsPort} (TLS); nothing leaves this machine
               POP3     port {mail.Pop3.Port} (STLS) and {mail.Pop3.TlsPort} (TLS)
               Control  {control.Url}
             {(sandbox.Front is { } front ? $"  Server   {front.Url}/Services83/EMail.svc\n" : "")}
             {string.Join('\n', mail.Owners.Select(owner => $"  {owner.Mailbox.User} (password {owner.Mailbox.Password}){Login(sandbox, owner)}"))}

             Stop it with Ctrl+C.
             """);
        await control.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    private static string Login(RunningSandbox sandbox, DemoOwner owner) => sandbox.Front is null
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $": account {owner.AccountId} of {owner.Login} (password {owner.Password})");

    private static Func<IReadOnlyList<DemoOwner>> OwnersOf(DirectoryInfo? mail, TimeProvider clock)
    {
        if (mail is null)
        {
            return () => DemoOwner.CreateAll(clock);
        }

        // Read now, so that what is wrong is told before anything starts.
        MailFolder.Read(mail, clock);
        return () => MailFolder.Read(mail, clock);
    }

    private static DateTimeOffset MomentOf(string? now) => now is null
        ? SandboxChoice.DefaultNow
        : DateTimeOffset.TryParse(now, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw new CommandException($"--now must be a time such as 2026-01-05T09:00:00Z, not '{now}'.");

    private static string[]? FrontSettings(string[] settings, bool isWanted, bool freePorts)
    {
        if (!isWanted)
        {
            return settings.Length == 0 ? null : throw new CommandException($"{settings[0]} is a setting of the server; it needs --with-server.");
        }

        return freePorts ? ["--urls=http://127.0.0.1:0", .. settings] : settings;
    }
}
