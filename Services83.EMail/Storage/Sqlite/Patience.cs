using Microsoft.Data.Sqlite;

namespace Services83.EMail.Storage.Sqlite;

/// <summary>Waits while another connection or process holds a file.</summary>
internal sealed class Patience(StorageOptions options)
{
    /// <summary>Longest time that a thread blocks in an attempt; the rest of a longer wait is between attempts.</summary>
    public const int BlockingSeconds = 1;

    private static readonly TimeSpan PauseBetweenAttempts = TimeSpan.FromMilliseconds(20);

    /// <summary>Repeats <paramref name="attempt"/> while the file is held, until the configured wait is over.</summary>
    public Task<T> WhenFreeAsync<T>(Func<T> attempt, CancellationToken cancellationToken) =>
        WhenFreeAsync(() => Task.FromResult(attempt()), cancellationToken);

    /// <inheritdoc cref="WhenFreeAsync{T}(Func{T}, CancellationToken)"/>
    public async Task<T> WhenFreeAsync<T>(Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        for (var remaining = (int)options.LockPatience.TotalSeconds; ; remaining -= BlockingSeconds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await attempt();
            }
            catch (SqliteException exception) when (SqliteErrors.IsBusy(exception) && remaining > BlockingSeconds)
            {
                await Task.Delay(PauseBetweenAttempts, cancellationToken);
            }
        }
    }
}
