using System.CommandLine;
using Services83.EMail.Engines.Gateway.Sync;
using Services83.EMail.Hosting;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Commands;

/// <summary>
/// <c>retry &lt;id&gt;</c>: has tried again what failed so often that it was parked, or waits for its next attempt: the copy of an outgoing
/// message, of a gateway a queued sync.
/// </summary>
internal static class RetryCommand
{
    public static Command Create(string[] settings)
    {
        var id = new Argument<int>("id") { Description = "Id of an outgoing message, of a gateway that of a queued sync, as 'status' shows it" };
        var command = new Command("retry", "Try again soon what was parked: the copy of an outgoing message; of a gateway a queued sync.") { id };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAnyEngineAsync(
            settings, services => RunAsync(services, parsed.GetRequiredValue(id), cancellationToken), cancellationToken));
        return command;
    }

    private static async Task RunAsync(IServiceProvider services, int id, CancellationToken cancellationToken)
    {
        var isGateway = EngineSetup.EngineOf(services.GetRequiredService<IConfiguration>()) == Engine.Gateway;
        var what = isGateway ? "queued sync" : "outgoing message with a copy to be filed";
        if (!await (isGateway
            ? services.GetRequiredService<SyncCallStore>().TryAgainAsync(id, cancellationToken)
            : services.GetRequiredService<SentCopyStore>().ReviveAsync(id, cancellationToken)))
        {
            throw new CommandException($"There is no {what} {id} that waits.");
        }

        await Console.Out.WriteLineAsync($"{id} is tried again by the server, when that runs.");
    }
}
