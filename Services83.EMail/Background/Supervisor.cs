using Services83.EMail.Storage;

namespace Services83.EMail.Background;

/// <summary>
/// Keeps a background task alive. An exception of its work, even an unexpected one, ends neither the task nor the program: it is stored on
/// the <see cref="LoopBoard"/>, and the work is retried after a wait that grows from a second to five minutes.
/// </summary>
public sealed class Supervisor(LoopBoard board, INode node, TimeProvider time)
{
    /// <summary>How long a process waits at most until it tries to take a task that another one holds.</summary>
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);

    private static readonly BackOff AfterFailure = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), Random.Shared.NextDouble);

    /// <summary>Repeats the work until the program stops, then returns.</summary>
    /// <param name="name">The name of the task for operators.</param>
    /// <param name="interval">The pause after work that succeeded; zero for work that waits by itself.</param>
    public async Task RunAsync(string name, TimeSpan interval, Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                stoppingToken.ThrowIfCancellationRequested();
                await Task.Delay(await WorkAsync(name, interval, work, stoppingToken), time, stoppingToken);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Cancellation is a normal end. An exception would make the host stop, even before the task has started.
        }
    }

    /// <summary>
    /// As <see cref="RunAsync"/>, for work that only one of the processes on a database may do at a time: the first one that takes the task,
    /// and another one when that ends or loses it. Then the work is cancelled.
    /// </summary>
    public Task RunOnOneNodeAsync(string name, TimeSpan interval, Func<CancellationToken, Task> work, CancellationToken stoppingToken) =>
        RunAsync(name, interval, token => WorkIfTakenAsync(name, work, token), stoppingToken);

    private async Task WorkIfTakenAsync(string name, Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        CancellationToken? lost;
        while ((lost = await node.TryTakeAsync(name, stoppingToken)) is null)
        {
            await board.ElsewhereAsync(name);
            await Task.Delay(BetweenTries, time, stoppingToken);
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(lost.Value, stoppingToken);
        try
        {
            await work(both.Token);
        }
        catch (Exception) when (lost.Value.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
        {
            // Whoever holds the task now does the work.
        }
    }

    /// <returns>The wait until the work is done again.</returns>
    private async Task<TimeSpan> WorkAsync(string name, TimeSpan interval, Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work(stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            var wait = await board.FailedAsync(name, exception, AfterFailure.Wait);
            return wait > interval ? wait : interval;
        }

        await board.WorksAsync(name);
        return interval;
    }
}
