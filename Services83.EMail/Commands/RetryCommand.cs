using System.CommandLine;
using Services83.EMail.Commands.Output;
using Services83.EMail.Engines.Gateway.Sync;
using Services83.EMail.Hosting;
using Services83.EMail.Storage.Sending;

namespace Services83.EMail.Commands;

/// <summary>
/// <c>retry &lt;id&gt;</c>: retries work that was parked after too many failures, or that waits for its next attempt: the copy of an
/// outgoing message; with a gateway, a queued sync.
/// </summary>
internal static class RetryCommand
{
    public static Command Create(string[] settings)
    {
        var id = new Argument<int>("id") { Description = "Id of an outgoing message (with a gateway: of a queued sync), as 'status' shows it" };
        var command = new Command("retry", "Retry parked work soon: the copy of an outgoing message; with a gateway, a queued sync.") { id, Answer.Json };
        command.SetAction((parsed, cancellationToken) => CommandServices.UseAnyEngineAsync(
            settings, services => RunAsync(services, parsed, parsed.GetRequiredValue(id), cancellationToken), cancellationToken));
        return command;
    }

    private static async Task RunAsync(IServiceProvider services, ParseResult parsed, int id, CancellationToken cancellationToken)
    {
        var isGateway = EngineSetup.EngineOf(services.GetRequiredService<IConfiguration>()) == Engine.Gateway;
        var what = isGateway ? "queued sync" : "outgoing message with an unfiled copy";
        if (!await (isGateway
            ? services.GetRequiredService<SyncCallStore>().TryAgainAsync(id, cancellationToken)
            : services.GetRequiredService<SentCopyStore>().ReviveAsync(id, cancellationToken)))
        {
            throw new CommandException($"There is no {what} with the id {id}.");
        }

        await Answer.WriteAsync(parsed, $"The server retries {id} while it runs.", new { id });
    }
}
