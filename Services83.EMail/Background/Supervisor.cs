namespace Services83.EMail.Background;

/// <summary>
/// Keeps a background task alive. Whatever its work throws, also what nobody foresaw, ends neither the task nor the program: it is noted
/// on the <see cref="LoopBoard"/>, and tried again after a wait that grows from a second to five minutes.
/// </summary>
public sealed class Supervisor(LoopBoard board, TimeProvider time)
{
    private static readonly BackOff AfterFailure = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), Random.Shared.NextDouble);

    /// <summary>Does the work again and again. Returns when the program stops.</summary>
    /// <param name="name">What an operator calls the task.</param>
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
            // An end like any other; the host would take an exception for a reason to stop, also when it has not started.
        }
    }

    /// <returns>How long to wait before it is done again.</returns>
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
