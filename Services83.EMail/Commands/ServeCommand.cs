using System.CommandLine;
using Services83.EMail.Hosting;

namespace Services83.EMail.Commands;

internal static class ServeCommand
{
    public static Command Create(string[] settings)
    {
        var command = new Command("serve", "Serve SOAP and the web API, and sync what is asked for (what happens without a command).");
        command.SetAction((_, cancellationToken) => RunAsync(settings, cancellationToken));
        return command;
    }

    public static async Task<int> RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        await using var server = await Server.StartAsync(settings, cancellationToken);
        await server.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
}
