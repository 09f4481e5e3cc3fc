using System.CommandLine;
using System.Globalization;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Consents;

namespace Services83.EMail.Commands;

/// <summary><c>account export</c>: the accounts as CSV that <c>account import</c> reads. Passwords are left out.</summary>
internal static class AccountExport
{
    public static Command Create(string[] settings)
    {
        var command = new Command(
            "export",
            "Write the accounts as CSV for 'account import', without passwords. An import of it changes nothing; for new accounts, add the passwords first.");
        command.SetAction((_, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var consents = services.GetRequiredService<ConsentStore>();
                await Console.Out.WriteLineAsync(Csv.Line(AccountRow.Columns));
                foreach (var account in await services.GetRequiredService<AccountStore>().ListAsync(cancellationToken))
                {
                    await Console.Out.WriteLineAsync(Csv.Line(Fields(account, await consents.FindAsync(account.AccountId, cancellationToken))));
                }
            },
            cancellationToken));
        return command;
    }

    /// <summary>In the order of <see cref="AccountRow.Columns"/>.</summary>
    private static string[] Fields(StoredAccount account, StoredConsent? consent) =>
    [
        account.EmailAddress, account.AssociateName, account.Incoming is { } login ? Server(login, account.Protocol) : "", account.Incoming?.UserName ?? "", "",
        account.Outgoing is { } outgoing ? Server(outgoing, MailProtocol.Smtp) : "", account.SyncInterval.ToString(CultureInfo.InvariantCulture),
        account.Protocol == MailProtocol.Pop3 ? "pop3" : "imap", account.DeleteAfterDays?.ToString(CultureInfo.InvariantCulture) ?? "", CacheSize.Text(account.MaxCacheBytes),
        consent?.Provider ?? "", consent?.Consenter ?? "",
    ];

    private static string Server(StoredLogin login, MailProtocol protocol) => AccountCommand.ServerOf(login, protocol);
}
