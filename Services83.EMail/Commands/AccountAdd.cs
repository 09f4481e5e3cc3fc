using System.CommandLine;
using Services83.EMail.Commands.Output;
using Services83.EMail.Connections.Tokens;
using Services83.EMail.Storage;

namespace Services83.EMail.Commands;

/// <summary><c>account add</c>: an account that logs in with a password, or whose tokens an identity provider issues.</summary>
internal static class AccountAdd
{
    public static Command Create(string[] settings)
    {
        var email = new Argument<string>("email") { Description = "E-mail address" };
        var associate = new Option<string>("--associate") { Description = "Login name of the owner", Required = true };
        var server = new Option<string>("--server") { Description = "Server for incoming mail: host, host:port, or with imaps://, imap:// (STARTTLS), pop3s:// or pop3:// (STLS); default: that of the identity provider, else what can be found for the address" };
        var user = new Option<string>("--user") { Description = "User name at the server; default: the address" };
        var smtp = new Option<string>("--smtp") { Description = "Server for outgoing mail: host, host:port, smtps://host or smtp://host (STARTTLS); default: what is found with the other one" };
        var interval = new Option<int>("--interval") { Description = "Seconds between two syncs; 0: always due", DefaultValueFactory = _ => AccountRow.DefaultInterval };
        var protocol = new Option<string>("--protocol") { Description = "imap or pop3; default: as the server's name or port says, else imap", DefaultValueFactory = _ => "" };
        var deleteAfter = AccountCommand.DeleteAfter();
        var maxCache = AccountCommand.MaxCache();
        var yes = new Option<bool>("--yes") { Description = "Use the servers that are found without asking" };
        var oauth = new Option<string>("--oauth") { Description = "Log in with tokens of this identity provider of the settings (Mail:OAuth:<name>), not with a password" };
        var consenter = new Option<string>("--consenter") { Description = "With --oauth: address of the person who consents, for a shared mailbox; default: the address" };
        var link = new Option<bool>("--link") { Description = "With --oauth: do not ask now, but print a link for the owner of the mailbox" };
        var noTest = AccountTest.NoTest();
        var command = new Command("add", $"Add an account. The command asks for the mail password, or reads it from standard input or {AccountPassword.Variable}; with --oauth it asks for a consent. Without --oauth the account is added only if the mail servers accept the login.")
        {
            email, associate, server, user, smtp, interval, protocol, deleteAfter, maxCache, yes, oauth, consenter, link, noTest, Answer.Json,
        };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var address = parsed.GetRequiredValue(email);
                var row = new AccountRow(
                    address, parsed.GetRequiredValue(associate), parsed.GetValue(server) ?? "", parsed.GetValue(user) ?? address, "",
                    parsed.GetValue(smtp) ?? "", parsed.GetValue(interval), parsed.GetValue(oauth) ?? "", parsed.GetValue(consenter) ?? "")
                {
                    Protocol = parsed.GetValue(protocol)!,
                    DeleteAfter = parsed.GetValue(deleteAfter)!,
                    MaxCache = parsed.GetValue(maxCache)!,
                };
                row = row.WithServersOf(services.GetRequiredService<Consents>());
                if (row.Server.Length == 0)
                {
                    row = await AccountSearch.FindAsync(services, row, parsed.GetValue(user), parsed.GetValue(yes), cancellationToken);
                }

                if (row.OAuth.Length == 0)
                {
                    row = row with { Password = await PasswordInput.ReadAsync($"Mail password of {address}:", AccountPassword.Variable, cancellationToken) };
                }

                var draft = await row.DraftAsync(services, cancellationToken);
                if (row.OAuth.Length == 0 && !parsed.GetValue(noTest))
                {
                    await AccountTest.RequireAsync(services, draft, cancellationToken);
                }

                var id = await services.GetRequiredService<AccountStore>().AddAsync(draft, cancellationToken);
                await Answer.WriteAsync(parsed, $"Account {id} is {address}.", new { accountId = id, emailAddress = address });
                if (row.OAuth.Length > 0)
                {
                    await AccountConsent.AskAsync(services, id, parsed.GetValue(link), cancellationToken);
                }
            },
            cancellationToken));
        return command;
    }
}
