using System.CommandLine;
using Services83.EMail.Connections.Tokens;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Consents;

namespace Services83.EMail.Commands;

/// <summary><c>account consent</c>: asks the owner of a mailbox to let the program use it.</summary>
internal static class AccountConsent
{
    public static Command Create(string[] settings)
    {
        var id = new Argument<int>("account") { Description = "Account id" };
        var oauth = new Option<string>("--oauth") { Description = "First make the account use tokens of this identity provider of the settings (Mail:OAuth:<name>); its stored passwords are deleted" };
        var consenter = new Option<string>("--consenter") { Description = "With --oauth: address of the person who consents, for a shared mailbox; default: the address of the account" };
        var link = new Option<bool>("--link") { Description = "Do not ask now, but print a link for the owner of the mailbox" };
        var command = new Command("consent", "Ask the owner of a mailbox for the consent that an account with tokens needs, by a code for a browser anywhere or by a link.")
        {
            id, oauth, consenter, link,
        };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var accountId = parsed.GetRequiredValue(id);
                if (parsed.GetValue(oauth) is { Length: > 0 } provider)
                {
                    await AssignAsync(services, accountId, provider, parsed.GetValue(consenter) ?? "", cancellationToken);
                }
                else if (parsed.GetValue(consenter) is { Length: > 0 })
                {
                    throw new CommandException("--consenter needs --oauth.");
                }

                await AskAsync(services, accountId, parsed.GetValue(link), cancellationToken);
            },
            cancellationToken));
        return command;
    }

    /// <summary>Asks by a code, or prints a link.</summary>
    /// <exception cref="ConsentException">There is no consent; the text says why.</exception>
    public static async Task AskAsync(IServiceProvider services, int accountId, bool byLink, CancellationToken cancellationToken)
    {
        var consents = services.GetRequiredService<Consents>();
        var consent = await consents.FindAsync(accountId, cancellationToken);
        if (consents.IsForOrganisation(consent.Provider))
        {
            await Console.Out.WriteLineAsync($"An administrator consents for all mailboxes of '{consent.Provider}', so nobody has to be asked.");
            return;
        }

        if (!byLink && await consents.AskByDeviceAsync(accountId, ShowAsync, cancellationToken))
        {
            await Console.Out.WriteLineAsync($"Account {accountId} may use the mailbox {consent.Mailbox}.");
            return;
        }

        await ConsentLink.PrintAsync(services, consent, cancellationToken);
    }

    private static Task ShowAsync(DevicePrompt prompt) => Console.Out.WriteLineAsync(
        $"Open {prompt.Address} in a browser, type the code {prompt.Code} and consent within {prompt.Life.TotalMinutes:0} minutes. Waiting …");

    private static async Task AssignAsync(IServiceProvider services, int accountId, string provider, string consenter, CancellationToken cancellationToken)
    {
        var account = await services.GetRequiredService<AccountStore>().FindAsync(accountId, cancellationToken)
            ?? throw new CommandException($"There is no account {accountId}.");
        var consents = services.GetRequiredService<Consents>();
        foreach (var login in new[] { account.Incoming, account.Outgoing }.OfType<StoredLogin>())
        {
            consents.RequireHost(provider, login.Host);
        }

        await services.GetRequiredService<ConsentStore>().AssignAsync(
            accountId,
            new ConsentDraft(
                provider, consenter.Length > 0 ? consenter : account.EmailAddress,
                consents.IsForOrganisation(provider) ? ConsentState.Given : ConsentState.Missing),
            cancellationToken);
    }
}
