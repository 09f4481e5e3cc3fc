using Services83.EMail.Background;
using Services83.EMail.Storage;

namespace Services83.EMail.Hosting;

/// <summary>
/// Looks after the lock of the engine: who tidies up, or puts a backup back, may delete its file, and the line to a database server may
/// break. It is taken again; where another process was faster, this one ends, because two that sync the same accounts would undo each other's
/// work.
/// </summary>
internal sealed partial class EngineLockWatch(
    IEngineLock held, Supervisor supervisor, IHostApplicationLifetime lifetime, ILogger<EngineLockWatch> logger) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(3);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        supervisor.RunAsync("The look after the lock of the engine", BetweenLooks, _ => LookAsync(), stoppingToken);

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

    [LoggerMessage(203, LogLevel.Warning, "The lock of {Name} was lost (its file was deleted, or the line to the server broke); it is held again")]
    private partial void LogTakenAgain(string name);

    [LoggerMessage(204, LogLevel.Critical, "The lock of {Name} was lost (its file was deleted, or the line to the server broke), and another process serves that by now: this one ends")]
    private partial void LogLost(string name);
}
