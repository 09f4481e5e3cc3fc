using System.CommandLine;
using System.Globalization;
using Services83.EMail.Commands.Demo;
using Services83.EMail.Commands.Sandbox;
using Services83.EMail.Sandbox;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail;

namespace Services83.EMail.Commands;

/// <summary>
/// <c>demo</c>: the whole server with mail servers and mailboxes inside this process, on an empty data folder that is deleted at the end. Ids and
/// dates are the same at each start.
/// </summary>
internal static class DemoCommand
{
    public static Command Create(string[] settings)
    {
        var command = new Command("demo", "Try the program with a mail server inside it; needs nothing else.");
        command.SetAction((_, cancellationToken) => RunAsync(settings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        var clock = new SandboxClock(SandboxChoice.DefaultNow);
        await using var mail = await MailServers.StartAsync(() => DemoOwner.CreateAll(clock), SandboxCapabilities.Full, SandboxPorts.Free, cancellationToken);
        await using var server = await FrontServer.StartAsync(mail, settings, cancellationToken);
        await SyncAsync(server, mail.Owners, cancellationToken);
        await ShowHintsAsync(server, mail, cancellationToken);
        await server.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    /// <summary>Posts the vendor's request to the server, and shows what it does.</summary>
    private static async Task SyncAsync(FrontServer server, IReadOnlyList<DemoOwner> owners, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync($"Services83.EMail demo on {server.Url}: a demo with well-known passwords. Its data is deleted at the end.\n");

        using var client = new DemoClient(new Uri(server.Url));
        await Console.Out.WriteLineAsync($"The vendor's documented SyncEmailAccounts request: {await AcceptAsync(client, DemoClient.Sample, cancellationToken)}");
        var ids = owners.Select(owner => owner.AccountId).ToArray();
        await Console.Out.WriteLineAsync(
            $"The same for the accounts {string.Join(", ", ids)}: {await AcceptAsync(client, DemoClient.SampleFor(ids), cancellationToken)}");
        var names = owners.ToDictionary(owner => owner.AccountId, owner => string.Create(CultureInfo.InvariantCulture, $"  {owner.AccountId} {owner.Login}"));
        await SyncProgress.WatchAsync(server.Services.GetRequiredService<SyncQueue>(), names, isServed: _ => Task.FromResult(true), isSilent: false, cancellationToken);
    }

    private static async Task<string> AcceptAsync(DemoClient client, byte[] envelope, CancellationToken cancellationToken) =>
        await client.IsAcceptedAsync(envelope, cancellationToken) ? "accepted ✔" : throw new CommandException("The server has refused the request.");

    private static async Task ShowHintsAsync(FrontServer server, MailServers mail, CancellationToken cancellationToken)
    {
        var counts = await server.Services.GetRequiredService<MessageReader>().CountByAccountAsync(cancellationToken);
        await Console.Out.WriteLineAsync("\nLog in as (password)                         account, mailbox (its password)");
        foreach (var account in await server.Services.GetRequiredService<AccountStore>().ListAsync(cancellationToken))
        {
            var owner = mail.Owners.Single(owner => owner.AccountId == account.AccountId);
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"  {$"{owner.Login} ({owner.Password})",-43}{account.AccountId} {account.EmailAddress} ({owner.Mailbox.Password}): {account.Status}, {counts.GetValueOrDefault(account.AccountId)} messages {account.ErrorReason}").TrimEnd());
        }

        // The whole path and double quotes, so that the line works in any folder and shell.
        var sample = Path.Combine(AppContext.BaseDirectory, "SyncEmailAccounts.sample.xml");
        var owned = mail.Owners.Single(owner => owner.IsAdministrator);
        await Console.Out.WriteLineAsync(
            $"""
               {DemoData.SystemUser} ({DemoData.SystemPassword}), for everybody's accounts

             Try it:
               curl -H "Content-Type: application/soap+xml" --data-binary "@{sample}" {server.Url}/Remote/Services83/EMail.svc
               curl -X POST -u {DemoData.SystemUser}:{DemoData.SystemPassword} {server.Url}/api/v1/Agents/EMail/GetReadySyncEmailAccounts
             Read a message:
               curl -u {owned.Login}:{owned.Password} -d MessageId=sales-2@sandbox.example {server.Url}/api/v1/Agents/EMail/GetMailFromMessageId
             See also:
               {server.Url}/Services83/EMail.svc          the service page; ?wsdl and ?singleWsdl for clients
               {server.Url}/Services83/SoPrincipal.svc    log in here for a ticket; application token {DemoData.ApplicationToken}
               {server.Url}/swagger                       the same operations as a web API
               {server.Url}/admin                         the dashboard; log in as SAL0
               {mail.Host}: IMAP on port {mail.Imap.TlsPort}, POP3 on {mail.Pop3.TlsPort}, SMTP on {mail.Smtp.TlsPort} (TLS), for operations that name a server
             Stop it with Ctrl+C.
             """);
    }
}
