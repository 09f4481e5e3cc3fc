using System.CommandLine;
using Services83.EMail.Administration;
using Services83.EMail.Commands.Output;
using Services83.EMail.Hosting;
using Services83.EMail.Identity;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary><c>user …</c>: the associates who may call.</summary>
internal static class UserCommand
{
    private const string PasswordVariable = "SERVICES83_PASSWORD";

    private static readonly Listing<StoredAssociate> Users = new(
        new("associateId", "Id", user => user.AssociateId),
        new("login", "Login", user => user.LoginName),
        new("fullName", "Name", user => user.FullName),
        new("emailAddress", "E-mail", user => user.EmailAddress),
        new("administrator", "", user => user.IsAdministrator),
        new("userType", "Type", user => user.UserType, user => user.IsAdministrator ? "administrator" : $"{user.UserType}"),
        new("disabled", "State", user => user.Disabled, user => user.Disabled ? "disabled" : "enabled"),
        new("maxCallsPerMinute", "", user => user.MaxCallsPerMinute),
        new("maxMessagesPerHour", "", user => user.MaxMessagesPerHour),
        new("createdAt", "", user => user.CreatedAt));

    public static Command Create(string[] settings) => new("user", "Associates (users) who may call.")
    {
        Add(settings), List(settings), Change(settings), Password(settings), Disable(settings, "disable", true), Disable(settings, "enable", false),
        Remove(settings), UserImport.Create(settings),
    };

    private static Argument<string> Login() => new("login") { Description = "Login name" };

    private static Command Add(string[] settings)
    {
        var login = Login();
        var name = new Option<string>("--name") { Description = "Full name; default: the login name" };
        var email = new Option<string>("--email") { Description = "E-mail address", DefaultValueFactory = _ => "" };
        var id = new Option<int>("--id") { Description = "Associate id; default: the next free one" };
        var administrator = new Option<bool>("--admin") { Description = "May act for everybody" };
        var system = new Option<bool>("--system") { Description = "A program, not a person; may act for everybody" };
        var command = new Command(
            "add", $"Add an associate. The command asks for the password, or reads it from standard input or {PasswordVariable}; it has at least {PasswordRule.MinLength} characters.")
        {
            login, name, email, id, administrator, system, Answer.Json,
        };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAnyEngineAsync(
            settings,
            async services =>
            {
                var loginName = parsed.GetRequiredValue(login);
                if (EngineSetup.EngineOf(services.GetRequiredService<IConfiguration>()) == Engine.Gateway && !parsed.GetValue(administrator))
                {
                    throw new CommandException("The callers of a gateway are users of its tenants. Only administrators, who use its dashboard, are added here: give --admin.");
                }

                var added = await services.GetRequiredService<UserAdministration>().AddAsync(
                    new StoredAssociate
                    {
                        AssociateId = parsed.GetValue(id),
                        LoginName = loginName,
                        FullName = parsed.GetValue(name) ?? loginName,
                        EmailAddress = parsed.GetValue(email) ?? "",
                        IsAdministrator = parsed.GetValue(administrator),
                        UserType = parsed.GetValue(system) ? UserType.SystemAssociate : UserType.InternalAssociate,
                    },
                    await PasswordInput.ReadAsync($"Password of {loginName}:", PasswordVariable, cancellationToken),
                    cancellationToken);
                await Answer.WriteAsync(parsed, $"Associate {added.AssociateId} is {added.LoginName}.", Users.ToJson(added));
            },
            cancellationToken));
        return command;
    }

    private static Command List(string[] settings)
    {
        var command = new Command("list", "List the associates.") { Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAnyEngineAsync(
            settings,
            async services => await Answer.WriteAsync(parsed, Users, await services.GetRequiredService<AssociateStore>().ListAsync(cancellationToken)),
            cancellationToken));
        return command;
    }

    private static Command Change(string[] settings)
    {
        var login = Login();
        var name = new Option<string>("--name") { Description = "Full name" };
        var email = new Option<string>("--email") { Description = "E-mail address" };
        var administrator = new Option<bool?>("--admin") { Description = "true or false: whether it may act for everybody" };
        var command = new Command("change", "Change an associate; what is not given stays.") { login, name, email, administrator, UserLimits.Calls, UserLimits.Messages, Answer.Json };
        command.SetAction((parsed, cancellationToken) => UseAsync(
            settings, parsed, login,
            async (users, user) =>
            {
                var changed = UserLimits.With(user, parsed.GetValue(UserLimits.Calls), parsed.GetValue(UserLimits.Messages)) with
                {
                    FullName = parsed.GetValue(name) ?? user.FullName,
                    EmailAddress = parsed.GetValue(email) ?? user.EmailAddress,
                    IsAdministrator = parsed.GetValue(administrator) ?? user.IsAdministrator,
                };
                await users.ChangeAsync(changed, cancellationToken);
                await Answer.WriteAsync(parsed, $"{user.LoginName} is changed.", Users.ToJson(changed));
            },
            cancellationToken));
        return command;
    }

    private static Command Password(string[] settings)
    {
        var login = Login();
        var command = new Command("password", $"Set a new password of at least {PasswordRule.MinLength} characters; ends all tickets of the associate.") { login, Answer.Json };
        command.SetAction((parsed, cancellationToken) => UseAsync(
            settings, parsed, login,
            async (users, user) =>
            {
                await users.SetPasswordAsync(user, await PasswordInput.ReadAsync($"New password of {user.LoginName}:", PasswordVariable, cancellationToken), cancellationToken);
                await Answer.WriteAsync(parsed, $"{user.LoginName} has a new password.", Users.ToJson(user));
            },
            cancellationToken));
        return command;
    }

    private static Command Disable(string[] settings, string verb, bool disabled)
    {
        var login = Login();
        var command = new Command(verb, disabled ? "Refuse an associate from now on." : "Accept an associate again.") { login, Answer.Json };
        command.SetAction((parsed, cancellationToken) => UseAsync(
            settings, parsed, login,
            async (users, user) =>
            {
                await users.SetDisabledAsync(user, disabled, cancellationToken);
                await Answer.WriteAsync(parsed, $"{user.LoginName} is {(disabled ? "disabled" : "enabled")}.", Users.ToJson(user with { Disabled = disabled }));
            },
            cancellationToken));
        return command;
    }

    private static Command Remove(string[] settings)
    {
        var login = Login();
        var yes = new Option<bool>("--yes") { Description = "Do not ask, also if accounts are removed with it" };
        var command = new Command("remove", "Remove an associate with its accounts and all that is cached for them. What it has archived stays, and so do its mailboxes.")
        {
            login, yes, Answer.Json,
        };
        command.SetAction((parsed, cancellationToken) => UseAsync(
            settings, parsed, login,
            async (users, user) =>
            {
                var accounts = await users.AccountsOfAsync(user, cancellationToken);
                if (accounts.Count > 0 && !parsed.GetValue(yes))
                {
                    await ConfirmAsync($"{user.LoginName} has the accounts {string.Join(", ", accounts.Select(account => account.AccountId))}", cancellationToken);
                }

                await users.RemoveAsync(user, cancellationToken);
                await Answer.WriteAsync(parsed, $"{user.LoginName} is removed.", Users.ToJson(user));
            },
            cancellationToken));
        return command;
    }

    /// <exception cref="CommandException">The operator says no, or cannot be asked.</exception>
    private static async Task ConfirmAsync(string what, CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected)
        {
            throw new CommandException($"{what}. Give --yes to remove them too.");
        }

        if (!await new ConfirmationPrompt($"{what}. Remove them too?") { DefaultValue = false }.ShowAsync(Terminal.Console, cancellationToken))
        {
            throw new CommandException("Nothing was removed.");
        }
    }

    private static Task<int> UseAsync(
        string[] settings, ParseResult parsed, Argument<string> login, Func<UserAdministration, StoredAssociate, Task> work, CancellationToken cancellationToken) =>
        CommandServices.UseAnyEngineAsync(
            settings,
            async services =>
            {
                var users = services.GetRequiredService<UserAdministration>();
                await work(users, await users.RequireAsync(parsed.GetRequiredValue(login), cancellationToken));
            },
            cancellationToken);
}
