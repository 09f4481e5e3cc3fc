using System.CommandLine;
using Services83.EMail.Identity;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary><c>token add|list|remove</c>: applications that may call an Online deployment.</summary>
internal static class TokenCommand
{
    public static Command Create(string[] settings) => new("token", "Application tokens, which an Online deployment requires.")
    {
        Add(settings), List(settings), Remove(settings),
    };

    private static Command Add(string[] settings)
    {
        var name = new Argument<string>("name") { Description = "Name of the application" };
        var withoutEmail = new Option<bool>("--without-email") { Description = "Do not grant the EMail agent" };
        var command = new Command("add", "Make a token. It is shown once; only its hash is stored.") { name, withoutEmail };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var token = ApplicationTokenStore.CreateToken();
                await services.GetRequiredService<ApplicationTokenStore>().AddAsync(
                    parsed.GetRequiredValue(name), token, !parsed.GetValue(withoutEmail), cancellationToken);
                await Console.Out.WriteLineAsync(token);
            },
            cancellationToken));
        return command;
    }

    private static Command List(string[] settings)
    {
        var command = new Command("list", "List the applications.");
        command.SetAction((_, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var table = new Table().AddColumns("Name", "EMail agent", "State");
                foreach (var application in await services.GetRequiredService<ApplicationTokenStore>().ListAsync(cancellationToken))
                {
                    string[] cells = [application.Name, application.EmailGranted ? "granted" : "-", application.Disabled ? "disabled" : "enabled"];
                    table.AddRow([.. cells.Select(cell => new Text(cell))]);
                }

                AnsiConsole.Write(table);
            },
            cancellationToken));
        return command;
    }

    private static Command Remove(string[] settings)
    {
        var name = new Argument<string>("name") { Description = "Name of the application" };
        var command = new Command("remove", "Refuse an application from now on.") { name };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var application = parsed.GetRequiredValue(name);
                await services.GetRequiredService<ApplicationTokenStore>().RemoveAsync(application, cancellationToken);
                await Console.Out.WriteLineAsync($"{application} is removed.");
            },
            cancellationToken));
        return command;
    }
}
