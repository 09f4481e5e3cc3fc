using System.CommandLine;
using Services83.EMail.Identity;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary><c>user add|list|password|disable|enable</c>: the associates who may call.</summary>
internal static class UserCommand
{
    private const string PasswordVariable = "SERVICES83_PASSWORD";

    public static Command Create(string[] settings) => new("user", "Associates (users) who may call.")
    {
        Add(settings), List(settings), Password(settings), Disable(settings, "disable", true), Disable(settings, "enable", false),
    };

    private static Command Add(string[] settings)
    {
        var login = new Argument<string>("login") { Description = "Login name" };
        var name = new Option<string>("--name") { Description = "Full name; default: the login name" };
        var email = new Option<string>("--email") { Description = "E-mail address", DefaultValueFactory = _ => "" };
        var id = new Option<int>("--id") { Description = "Associate id; default: the next free one" };
        var administrator = new Option<bool>("--admin") { Description = "May act for everybody" };
        var system = new Option<bool>("--system") { Description = "A program, not a person; may act for everybody" };
        var command = new Command("add", $"Add an associate. The command asks for the password, or reads it from standard input or {PasswordVariable}.")
        {
            login, name, email, id, administrator, system,
        };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var loginName = parsed.GetRequiredValue(login);
                var added = await services.GetRequiredService<AssociateStore>().AddAsync(
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
                await Console.Out.WriteLineAsync($"Associate {added.AssociateId} is {added.LoginName}.");
            },
            cancellationToken));
        return command;
    }

    private static Command List(string[] settings)
    {
        var command = new Command("list", "List the associates.");
        command.SetAction((_, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var table = new Table().AddColumns("Id", "Login", "Name", "E-mail", "Type", "State");
                foreach (var associate in await services.GetRequiredService<AssociateStore>().ListAsync(cancellationToken))
                {
                    var type = associate.IsAdministrator ? "administrator" : associate.UserType.ToString();
                    var state = associate.Disabled ? "disabled" : "enabled";
                    string[] cells = [$"{associate.AssociateId}", associate.LoginName, associate.FullName, associate.EmailAddress, type, state];
                    table.AddRow([.. cells.Select(cell => new Text(cell))]);
                }

                AnsiConsole.Write(table);
            },
            cancellationToken));
        return command;
    }

    private static Command Password(string[] settings)
    {
        var login = new Argument<string>("login") { Description = "Login name" };
        var command = new Command("password", "Set a new password; ends all tickets of the associate.") { login };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var associates = services.GetRequiredService<AssociateStore>();
                var associate = await RequireAsync(associates, parsed.GetRequiredValue(login), cancellationToken);
                var password = await PasswordInput.ReadAsync($"New password of {associate.LoginName}:", PasswordVariable, cancellationToken);
                await associates.SetPasswordAsync(associate.AssociateId, password, cancellationToken);
                await Console.Out.WriteLineAsync($"{associate.LoginName} has a new password.");
            },
            cancellationToken));
        return command;
    }

    private static Command Disable(string[] settings, string verb, bool disabled)
    {
        var login = new Argument<string>("login") { Description = "Login name" };
        var command = new Command(verb, disabled ? "Refuse an associate from now on." : "Accept an associate again.") { login };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var associates = services.GetRequiredService<AssociateStore>();
                var associate = await RequireAsync(associates, parsed.GetRequiredValue(login), cancellationToken);
                await associates.SetDisabledAsync(associate.AssociateId, disabled, cancellationToken);
                await Console.Out.WriteLineAsync($"{associate.LoginName} is {(disabled ? "disabled" : "enabled")}.");
            },
            cancellationToken));
        return command;
    }

    private static async Task<StoredAssociate> RequireAsync(AssociateStore associates, string login, CancellationToken cancellationToken) =>
        await associates.FindByLoginNameAsync(login, cancellationToken)
        ?? throw new CommandException($"There is no associate with the login name '{login}'.");
}
