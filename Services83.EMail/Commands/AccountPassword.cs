using System.CommandLine;
using Services83.EMail.Administration;
using Services83.EMail.Commands.Output;
using Services83.EMail.Storage;

namespace Services83.EMail.Commands;

/// <summary><c>account password</c>: the new password of a mailbox.</summary>
internal static class AccountPassword
{
    /// <summary>Environment variable with the password of a mailbox.</summary>
    public const string Variable = "SERVICES83_MAIL_PASSWORD";

    public static Command Create(string[] settings)
    {
        var id = AccountCommand.Id();
        var outgoing = new Option<bool>("--outgoing") { Description = "Only the password for outgoing mail, if it is another one" };
        var noTest = AccountTest.NoTest();
        var command = new Command("password", $"Store the new password of a mailbox. The command asks for it, or reads it from standard input or {Variable}, and logs in with it first.")
        {
            id, outgoing, noTest, Answer.Json,
        };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var administration = services.GetRequiredService<AccountAdministration>();
                var account = await administration.RequireAsync(parsed.GetRequiredValue(id), cancellationToken);
                var password = await PasswordInput.ReadAsync($"New mail password of {account.EmailAddress}:", Variable, cancellationToken);
                var draft = await administration.WithPasswordAsync(account.AccountId, new Secret(password), parsed.GetValue(outgoing), cancellationToken);
                if (!parsed.GetValue(noTest))
                {
                    await AccountTest.RequireAsync(services, draft, cancellationToken);
                }

                await administration.ChangeAsync(draft, cancellationToken);
                await Answer.WriteAsync(parsed, $"Account {account.AccountId} has a new password.", new { account.AccountId });
            },
            cancellationToken));
        return command;
    }
}
