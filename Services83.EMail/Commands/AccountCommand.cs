using System.CommandLine;
using Services83.EMail.Storage;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary><c>account add|consent|list|set|remove|import</c>: the mail accounts of associates.</summary>
internal static class AccountCommand
{
    public static Command Create(string[] settings) => new("account", "Mail accounts of the associates.")
    {
        AccountAdd.Create(settings), AccountConsent.Create(settings), List(settings), Set(settings), Remove(settings), AccountImport.Create(settings),
    };

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

    internal static Option<string> DeleteAfter() => new("--delete-after")
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
