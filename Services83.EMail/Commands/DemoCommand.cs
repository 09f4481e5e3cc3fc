using System.CommandLine;
using System.Security.Cryptography;
using Services83.EMail.Commands.Demo;
using Services83.EMail.Hosting;
using Services83.EMail.Identity;
using Services83.EMail.Sandbox;
using Services83.EMail.Sandbox.Imap;
using Services83.EMail.Sandbox.Smtp;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Commands;

/// <summary>
/// <c>demo</c>: the whole server with a mail server and mailboxes inside this process, on an empty data folder that is deleted at the end.
/// </summary>
internal static class DemoCommand
{
    private const string DefaultUrl = "http://127.0.0.1:8083";

    public static Command Create(string[] settings)
    {
        var command = new Command("demo", "Try the program with a mail server inside it; needs nothing else.");
        command.SetAction((_, cancellationToken) => RunAsync(settings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        if (settings.FirstOrDefault(setting => setting.StartsWith("--Storage:", StringComparison.OrdinalIgnoreCase)) is { } storage)
        {
            // Users with well-known passwords must not get into a real database.
            throw new CommandException($"The demo uses a temporary data folder of its own; leave out {storage}.");
        }

        var folder = Directory.CreateTempSubdirectory("services83-demo-").FullName;
        try
        {
            var accounts = SandboxMailboxes.CreateDemo(seed: 1, TimeProvider.System);
            await using var mailServer = await SandboxImapServer.StartAsync(new SandboxOptions { Accounts = accounts }, cancellationToken);
            await using var outgoing = SandboxSmtpServer.Start(mailServer);
            await using var server = await Server.StartAsync(
                [.. Settings(folder, mailServer, outgoing), .. settings], cancellationToken, services => services.AddSingleton<ICallerAuthentication, DemoTicket>());
            await DemoData.AddAsync(
                server.Services, new MailEndpoint(mailServer.Host, mailServer.TlsPort, MailSecurity.Tls),
                new MailEndpoint(outgoing.Host, outgoing.TlsPort, MailSecurity.Tls), [.. accounts.Select(account => (account.User, account.Password))], cancellationToken);
            await ShowAsync(server, cancellationToken);
            await server.WaitForShutdownAsync(cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static string[] Settings(string folder, SandboxImapServer mailServer, SandboxSmtpServer outgoing) =>
    [
        "--Engine=Mailbox",
        $"--urls={DefaultUrl}",
        $"--Storage:DataFolder={folder}",
        $"--Mail:PinnedCertificates:{mailServer.Host}={mailServer.Certificate.GetCertHashString(HashAlgorithmName.SHA256)}",
        $"--Mail:Egress:AllowedHosts:0={mailServer.Host}",
        $"--Mail:Egress:AllowedPorts:0={mailServer.TlsPort}",
        $"--Mail:Egress:AllowedPorts:1={outgoing.TlsPort}",
        $"--Mail:Egress:PrivateNetworks:0={mailServer.Host}/32",
        "--Logging:LogLevel:Default=Warning",
    ];

    private static async Task ShowAsync(WebApplication server, CancellationToken cancellationToken)
    {
        var url = server.Urls.First();
        await Console.Out.WriteLineAsync($"Services83.EMail demo on {url}: a demo with well-known passwords. Its data is deleted at the end.\n");

        using var client = new DemoClient(new Uri(url));
        await Console.Out.WriteLineAsync("The vendor's documented SyncEmailAccounts request, as printed (it names no account, so there is nothing to sync):");
        await Console.Out.WriteLineAsync(await client.PostAsync(DemoClient.Sample, cancellationToken) + "\n");

        await Console.Out.WriteLineAsync($"The same for accounts {DemoData.FirstAccount} and {DemoData.SecondAccount}:");
        await Console.Out.WriteLineAsync(await client.PostAsync(DemoClient.SampleFor(DemoData.FirstAccount, DemoData.SecondAccount), cancellationToken) + "\n");
        var names = new Dictionary<int, string>
        {
            [DemoData.FirstAccount] = $"{DemoData.FirstAccount} {DemoData.FirstAssociate}",
            [DemoData.SecondAccount] = $"{DemoData.SecondAccount} {DemoData.SecondAssociate}",
        };
        await SyncProgress.WatchAsync(server.Services.GetRequiredService<SyncQueue>(), names, isServed: _ => Task.FromResult(true), cancellationToken);
        await ShowAccountsAsync(server.Services, cancellationToken);
        await ShowHintsAsync(url);
    }

    private static async Task ShowAccountsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var counts = await services.GetRequiredService<Storage.Mail.MessageReader>().CountByAccountAsync(cancellationToken);
        foreach (var account in await services.GetRequiredService<AccountStore>().ListAsync(cancellationToken))
        {
            var line = $"Account {account.AccountId} {account.EmailAddress}: {account.Status}, "
                + $"{counts.GetValueOrDefault(account.AccountId)} messages in the database {account.ErrorReason}";
            await Console.Out.WriteLineAsync(line.TrimEnd());
        }
    }

    private static async Task ShowHintsAsync(string url)
    {
        // The whole path and double quotes, so that the line works in any folder and shell.
        var sample = Path.Combine(AppContext.BaseDirectory, "SyncEmailAccounts.sample.xml");
        await Console.Out.WriteLineAsync(
            $"""

             Try it:
               curl -H "Content-Type: application/soap+xml" --data-binary "@{sample}" {url}/Remote/Services83/EMail.svc
               curl -X POST -u {DemoData.SystemUser}:{DemoData.SystemPassword} {url}/api/v1/Agents/EMail/GetReadySyncEmailAccounts
               {url}/Services83/EMail.svc          the service page; ?wsdl and ?singleWsdl for clients
               {url}/Services83/SoPrincipal.svc    log in as SAL0 with password SAL0, application token {DemoData.ApplicationToken}
               {url}/swagger                       the same operations as a web API; log in as above
               {url}/health/ready
             Stop it with Ctrl+C.
             """);
    }
}
