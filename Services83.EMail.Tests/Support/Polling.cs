namespace Services83.EMail.Tests.Support;

/// <summary>
/// For what happens in another process, which sends no signal: a port that opens, a file that appears, mail that arrives. What happens in this one is
/// waited for by <c>WatchedDatabase</c>, <c>TestLog</c> or the sandbox's log.
/// </summary>
internal static class Polling
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    /// <summary>Looks until it is so; the token ends it.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (!await isSo())
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, CancellationToken)" />
    public static Task UntilAsync(Func<bool> isSo, CancellationToken cancellationToken) => UntilAsync(() => Task.FromResult(isSo()), cancellationToken);
}
