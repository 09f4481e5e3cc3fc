using System.CommandLine;
using Services83.EMail.Storage;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary><c>account add|list|set|remove|import</c>: the mail accounts of associates.</summary>
internal static class AccountCommand
{
    private const string PasswordVariable = "SERVICES83_MAIL_PASSWORD";

    public static Command Create(string[] settings) => new("account", "Mail accounts of the associates.")
    {
        Add(settings), List(settings), Set(settings), Remove(settings), AccountImport.Create(settings),
    };

    private static Command Add(string[] settings)
    {
        var email = new Argument<string>("email") { Description = "E-mail address" };
        var associate = new Option<string>("--associate") { Description = "Login name of the owner", Required = true };
        var server = new Option<string>("--server") { Description = "Server for incoming mail: host, host:port, or with imaps://, imap:// (STARTTLS), pop3s:// or pop3:// (STLS)", Required = true };
        var user = new Option<string>("--user") { Description = "User name at the server; default: the address" };
        var smtp = new Option<string>("--smtp") { Description = "Server for outgoing mail: host, host:port, smtps://host or smtp://host (STARTTLS)", DefaultValueFactory = _ => "" };
        var interval = new Option<int>("--interval") { Description = "Seconds between two syncs; 0: always due", DefaultValueFactory = _ => AccountRow.DefaultInterval };
        var protocol = new Option<string>("--protocol") { Description = "imap or pop3; default: as the server's name or port says, else imap", DefaultValueFactory = _ => "" };
        var deleteAfter = DeleteAfter();
        var command = new Command("add", $"Add an account. The command asks for the mail password, or reads it from standard input or {PasswordVariable}.")
        {
            email, associate, server, user, smtp, interval, protocol, deleteAfter,
        };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var address = parsed.GetRequiredValue(email);
                var password = await PasswordInput.ReadAsync($"Mail password of {address}:", PasswordVariable, cancellationToken);
                var row = new AccountRow(
                    address, parsed.GetRequiredValue(associate), parsed.GetRequiredValue(server), parsed.GetValue(user) ?? address,
                    password, parsed.GetValue(smtp)!, parsed.GetValue(interval))
                {
                    Protocol = parsed.GetValue(protocol)!,
                    DeleteAfter = parsed.GetValue(deleteAfter)!,
                };
                var id = await services.GetRequiredService<AccountStore>().AddAsync(
                    await row.DraftAsync(services, cancellationToken), cancellationToken);
                await Console.Out.WriteLineAsync($"Account {id} is {address}.");
            },
            cancellationToken));
        return command;
    }

    private static Command List(string[] settings)
    {
        var command = new Command("list", "List the accounts.");
        command.SetAction((_, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var table = new Table().AddColumns("Id", "Address", "Associate", "Protocol", "Incoming", "User", "Interval");
                foreach (var account in await services.GetRequiredService<AccountStore>().ListAsync(cancellationToken))
                {
                    string[] cells =
                    [
                        $"{account.AccountId}", account.EmailAddress, account.AssociateName, Protocol(account),
                        account.Incoming is { } login ? $"{login.Endpoint.ToServerName(account.Protocol)}:{login.Port}" : "",
                        account.Incoming?.UserName ?? "", $"{account.SyncInterval} s",
                    ];
                    table.AddRow([.. cells.Select(cell => new Text(cell))]);
                }

                AnsiConsole.Write(table);
            },
            cancellationToken));
        return command;
    }

    private static string Protocol(StoredAccount account) => account switch
    {
        { Protocol: MailProtocol.Pop3, DeleteAfterDays: { } days } => $"POP3, deleted there after {days} d",
        { Protocol: MailProtocol.Pop3 } => "POP3",
        _ => "IMAP",
    };

    private static Option<string> DeleteAfter() => new("--delete-after")
    {
        Description = "POP3: delete messages on the server so many days after they were fetched, 0: at once; never: leave them there (default)",
        DefaultValueFactory = _ => "",
    };

    private static Command Set(string[] settings)
    {
        var id = new Argument<int>("account") { Description = "Account id" };
        var deleteAfter = DeleteAfter();
        deleteAfter.Required = true;
        var command = new Command("set", "Change when messages of an account with POP3 are deleted on the server.") { id, deleteAfter };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var accountId = parsed.GetRequiredValue(id);
                var days = AccountRow.ParseDeleteAfter(parsed.GetRequiredValue(deleteAfter));
                if (!await services.GetRequiredService<AccountStore>().SetDeleteAfterAsync(accountId, days, cancellationToken))
                {
                    throw new CommandException($"There is no account {accountId} with POP3.");
                }

                await Console.Out.WriteLineAsync(days is null
                    ? $"Messages of account {accountId} are left on the server."
                    : $"Messages of account {accountId} are deleted on the server {days} days after they were fetched.");
            },
            cancellationToken));
        return command;
    }

    private static Command Remove(string[] settings)
    {
        var id = new Argument<int>("account") { Description = "Account id" };
        var command = new Command("remove", "Remove an account and delete its passwords. Its id is not used again.") { id };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var accountId = parsed.GetRequiredValue(id);
                if (!await services.GetRequiredService<AccountStore>().DeleteAsync(accountId, cancellationToken))
                {
                    throw new CommandException($"There is no account {accountId}.");
                }

                await Console.Out.WriteLineAsync($"Account {accountId} is removed.");
            },
            cancellationToken));
        return command;
    }
}
