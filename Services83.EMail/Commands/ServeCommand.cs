using System.CommandLine;
using Services83.EMail.Hosting;

namespace Services83.EMail.Commands;

internal static class ServeCommand
{
    public static Command Create(string[] settings)
    {
        var command = new Command("serve", "Run the server with SOAP, the web API and the requested syncs (the default command).");
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
