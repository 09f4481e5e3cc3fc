using System.CommandLine;
using Services83.EMail.Commands.Output;
using Services83.EMail.Identity;

namespace Services83.EMail.Commands;

/// <summary><c>token add|list|remove</c>: applications that may call an Online deployment.</summary>
internal static class TokenCommand
{
    private static readonly Listing<Application> Applications = new(
        new("application", "Name", application => application.Name),
        new("emailGranted", "EMail agent", application => application.EmailGranted, application => application.EmailGranted ? "granted" : "-"),
        new("disabled", "State", application => application.Disabled, application => application.Disabled ? "disabled" : "enabled"),
        new("createdAt", "", application => application.CreatedAt));

    public static Command Create(string[] settings) => new("token", "Application tokens, which an Online deployment requires.")
    {
        Add(settings), List(settings), Remove(settings),
    };

    private static Command Add(string[] settings)
    {
        var name = new Argument<string>("name") { Description = "Name of the application" };
        var withoutEmail = new Option<bool>("--without-email") { Description = "Do not grant the EMail agent" };
        var command = new Command("add", "Make a token. It is shown once; only its hash is stored.") { name, withoutEmail, Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var (application, token) = (parsed.GetRequiredValue(name), ApplicationTokenStore.CreateToken());
                await services.GetRequiredService<ApplicationTokenStore>().AddAsync(
                    application, token, !parsed.GetValue(withoutEmail), cancellationToken);
                await Answer.WriteAsync(parsed, token, new { application, token });
            },
            cancellationToken));
        return command;
    }

    private static Command List(string[] settings)
    {
        var command = new Command("list", "List the applications.") { Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services => await Answer.WriteAsync(parsed, Applications, await services.GetRequiredService<ApplicationTokenStore>().ListAsync(cancellationToken)),
            cancellationToken));
        return command;
    }

    private static Command Remove(string[] settings)
    {
        var name = new Argument<string>("name") { Description = "Name of the application" };
        var command = new Command("remove", "Refuse an application from now on.") { name, Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAsync(
            settings,
            async services =>
            {
                var application = parsed.GetRequiredValue(name);
                await services.GetRequiredService<ApplicationTokenStore>().RemoveAsync(application, cancellationToken);
                await Answer.WriteAsync(parsed, $"{application} is removed.", new { application });
            },
            cancellationToken));
        return command;
    }
}
