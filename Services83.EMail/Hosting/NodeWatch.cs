using Services83.EMail.Background;
using Services83.EMail.Storage;

namespace Services83.EMail.Hosting;

/// <summary>
/// Checks the place of this process: somebody who cleans up, or restores a backup, may delete the lock of a data folder, and the connection to a
/// database server may break. It is then taken again. If another process has taken over a data folder, this one ends, because two processes
/// that sync the same accounts there would undo each other's work.
/// </summary>
internal sealed partial class NodeWatch(
    INode node, Supervisor supervisor, IHostApplicationLifetime lifetime, ILogger<NodeWatch> logger) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(3);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        supervisor.RunAsync("Check of this process's place", BetweenLooks, LookAsync, stoppingToken);

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        switch (await node.LookAsync(cancellationToken))
        {
            case NodeState.TakenAgain when node.IsShared:
                LogBack(node.Name);
                break;
            case NodeState.TakenAgain:
                LogTakenAgain(node.Name);
                break;
            case NodeState.Lost:
                LogLost(node.Name);
                lifetime.StopApplication();
                break;
        }
    }

    [LoggerMessage(203, LogLevel.Warning, "The lock of {Name} was lost, because its file was deleted; it was taken again")]
    private partial void LogTakenAgain(string name);

    [LoggerMessage(204, LogLevel.Critical, "The lock of {Name} was lost, because its file was deleted, and another process now serves that folder: this process ends")]
    private partial void LogLost(string name);

    [LoggerMessage(205, LogLevel.Warning, "The connection that holds this process's tasks in {Name} broke and was made again; other processes may have taken them over")]
    private partial void LogBack(string name);
}
