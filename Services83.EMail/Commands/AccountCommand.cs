using System.CommandLine;
using Services83.EMail.Administration;
using Services83.EMail.Commands.Output;
using Services83.EMail.Storage;

namespace Services83.EMail.Commands;

/// <summary><c>account …</c>: the mail accounts of associates.</summary>
internal static class AccountCommand
{
    /// <summary>A listing of accounts, without their state.</summary>
    private static readonly Listing<StoredAccount> Accounts = new(
        new("accountId", "Id", account => account.AccountId),
        new("emailAddress", "Address", account => account.EmailAddress),
        new("associate", "Associate", account => account.AssociateName),
        new("protocol", "Protocol", account => account.Protocol, Protocol),
        new("deleteAfterDays", "", account => account.DeleteAfterDays),
        new("maxCacheBytes", "", account => account.MaxCacheBytes),
        new("incoming", "Incoming", account => account.Incoming is { } login ? ServerOf(login, account.Protocol) : null),
        new("user", "User", account => account.Incoming?.UserName),
        new("outgoing", "", account => account.Outgoing is { } login ? ServerOf(login, MailProtocol.Smtp) : null),
        new("intervalSeconds", "Interval", account => account.SyncInterval, account => $"{account.SyncInterval} s"),
        new("disabled", "", account => account.Disabled));

    public static Command Create(string[] settings) => new("account", "Mail accounts of the associates.")
    {
        AccountAdd.Create(settings), AccountConsent.Create(settings), List(settings), AccountChange.Create(settings), AccountPassword.Create(settings),
        AccountTest.Create(settings), Disable(settings, "disable", disabled: true), Disable(settings, "enable", disabled: false), Remove(settings),
        AccountImport.Create(settings), AccountExport.Create(settings),
    };

    public static Argument<int> Id() => new("account") { Description = "Account id" };

    /// <summary>The server as <c>account add</c> and the columns of an import take it.</summary>
    public static string ServerOf(StoredLogin login, MailProtocol protocol) => $"{login.Endpoint.ToServerName(protocol)}:{login.Port}";

    public static Option<string> DeleteAfter() => new("--delete-after")
    {
        Description = "POP3: delete messages on the server so many days after they were fetched, 0: at once; never: leave them there (default)",
        DefaultValueFactory = _ => "",
    };

    public static Option<string> MaxCache() => new("--max-cache")
    {
        Description = "Mail that may be cached for the account, such as 500M or 2G; none: any amount; default: as Sync:MaxCacheBytes says",
        DefaultValueFactory = _ => "",
    };

    private static Command List(string[] settings)
    {
        var command = new Command("list", "List the accounts.") { Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services => await Answer.WriteAsync(parsed, Accounts, await services.GetRequiredService<AccountStore>().ListAsync(cancellationToken)),
            cancellationToken));
        return command;
    }

    private static string Protocol(StoredAccount account) => account switch
    {
        { Protocol: MailProtocol.Pop3, DeleteAfterDays: { } days } => $"POP3, deleted there after {days} d",
        { Protocol: MailProtocol.Pop3 } => "POP3",
        _ => "IMAP",
    };

    private static Command Disable(string[] settings, string verb, bool disabled)
    {
        var id = Id();
        var command = new Command(verb, disabled ? "Pause an account: it is synced only on request." : "Sync a paused account again.") { id, Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var accountId = parsed.GetRequiredValue(id);
                await services.GetRequiredService<AccountAdministration>().SetDisabledAsync(accountId, disabled, cancellationToken);
                await Answer.WriteAsync(parsed, $"Account {accountId} is {verb}d.", new { accountId, disabled });
            },
            cancellationToken));
        return command;
    }

    private static Command Remove(string[] settings)
    {
        var id = Id();
        var command = new Command("remove", "Remove an account with its passwords and all that is cached for it. Nothing is deleted at the mail server; the id is not used again.")
        {
            id, Answer.Json,
        };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var accountId = parsed.GetRequiredValue(id);
                await services.GetRequiredService<AccountAdministration>().RemoveAsync(accountId, cancellationToken);
                await Answer.WriteAsync(parsed, $"Account {accountId} is removed.", new { accountId });
            },
            cancellationToken));
        return command;
    }
}
