using System.CommandLine;
using System.Text.Json.Nodes;
using Services83.EMail.Commands.Output;
using Services83.EMail.Hosting;
using Services83.EMail.Storage;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary>
/// <c>status</c>: every account with its state, its queued or running work, and the changes that its server has not confirmed; with a
/// gateway its tenants and queued syncs; and the background tasks of the server that fail.
/// </summary>
internal static class StatusCommand
{
    private static readonly Listing<LoopTrouble> Troubles = new(
        new("task", "Background task", trouble => trouble.Name),
        new("failures", "Failures", trouble => trouble.Failures),
        new("since", "Since (UTC)", trouble => trouble.Since),
        new("retryAt", "Next attempt (UTC)", trouble => trouble.RetryAt),
        new("reason", "Reason", trouble => trouble.Reason));

    public static Command Create(string[] settings)
    {
        var command = new Command(
            "status",
            "Show every account with its state and its queued or running work; with a gateway, its tenants and queued syncs. "
            + "The exit code is 0 if all is well, 2 if something needs a person, 3 if something fails that may pass by itself.")
        {
            Answer.Json,
        };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAnyEngineAsync(
            settings, services => ShowAsync(services, parsed.GetValue(Answer.Json), cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> ShowAsync(IServiceProvider services, bool asJson, CancellationToken cancellationToken)
    {
        var sections = EngineSetup.EngineOf(services.GetRequiredService<IConfiguration>()) == Engine.Gateway
            ? await GatewayStatus.ReadAsync(services, cancellationToken)
            : await MailboxStatus.ReadAsync(services, cancellationToken);
        var troubles = await services.GetRequiredService<LoopTroubleStore>().ListAsync(cancellationToken);
        sections = [.. sections, StatusSection.Of("backgroundTasks", Troubles, troubles, isAlwaysShown: false, _ => Answer.NeedsAttention)];
        if (asJson)
        {
            await Answer.WriteAsync(new JsonObject(sections.Select(section => KeyValuePair.Create(section.Name, (JsonNode?)section.Rows))));
        }
        else
        {
            foreach (var section in sections)
            {
                section.Show(Terminal.Console);
            }
        }

        return StatusSection.Worst(sections.Select(section => section.ExitCode));
    }
}
