using Services83.EMail.Background;

namespace Services83.EMail.Hosting;

/// <summary>
/// Checks the lock of the data folder: somebody who cleans up, or restores a backup, may delete its file. It is then taken again. If
/// another process was faster, this one ends, because two processes that sync the same accounts would undo each other's work.
/// </summary>
internal sealed partial class EngineLockWatch(
    EngineLock held, Supervisor supervisor, IHostApplicationLifetime lifetime, ILogger<EngineLockWatch> logger) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(3);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        supervisor.RunAsync("Check of the data folder's lock", BetweenLooks, _ => LookAsync(), stoppingToken);

    private Task LookAsync()
    {
        switch (held.Look())
        {
            case LockState.TakenAgain:
                LogTakenAgain();
                break;
            case LockState.Lost:
                LogLost();
                lifetime.StopApplication();
                break;
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(203, LogLevel.Warning, "The file engine.lock was deleted from the data folder; it was created and locked again")]
    private partial void LogTakenAgain();

    [LoggerMessage(204, LogLevel.Critical, "The file engine.lock was deleted from the data folder, and another process now serves that folder: this process ends")]
    private partial void LogLost();
}
