namespace Services83.EMail.Background;

/// <summary>
/// Keeps a background task alive. An exception of its work, even an unexpected one, ends neither the task nor the program: it is stored on
/// the <see cref="LoopBoard"/>, and the work is retried after a wait that grows from a second to five minutes.
/// </summary>
public sealed class Supervisor(LoopBoard board, TimeProvider time)
{
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
