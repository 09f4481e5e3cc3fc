using Services83.EMail.Background;
using Services83.EMail.Storage;

namespace Services83.EMail.Hosting;

/// <summary>
/// Checks the lock of the engine: somebody who cleans up, or restores a backup, may delete its file, and the connection to a database server may
/// break. It is then taken again. If another process was faster, this one ends, because two processes that sync the same accounts would undo
/// each other's work.
/// </summary>
internal sealed partial class EngineLockWatch(
    IEngineLock held, Supervisor supervisor, IHostApplicationLifetime lifetime, ILogger<EngineLockWatch> logger) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(3);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        supervisor.RunAsync("Check of the engine's lock", BetweenLooks, _ => LookAsync(), stoppingToken);

    private Task LookAsync()
    {
        switch (held.Look())
        {
            case LockState.TakenAgain:
                LogTakenAgain(held.Name);
                break;
            case LockState.Lost:
                LogLost(held.Name);
                lifetime.StopApplication();
                break;
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(203, LogLevel.Warning, "The lock of {Name} was lost (its file was deleted, or the connection to the server broke); it was taken again")]
    private partial void LogTakenAgain(string name);

    [LoggerMessage(204, LogLevel.Critical, "The lock of {Name} was lost (its file was deleted, or the connection to the server broke), and another process now serves that folder or database: this process ends")]
    private partial void LogLost(string name);
}
