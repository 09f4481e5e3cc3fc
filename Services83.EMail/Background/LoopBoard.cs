using System.Collections.Concurrent;
using Services83.EMail.Storage;

namespace Services83.EMail.Background;

/// <summary>
/// Which background tasks fail at present, and why: in memory for the health checks of this process, and in the database for other
/// processes. Safe for concurrent use.
/// </summary>
public sealed partial class LoopBoard(LoopTroubleStore store, TimeProvider time, ILogger<LoopBoard> logger)
{
    private readonly ConcurrentDictionary<string, LoopTrouble> _failing = new(StringComparer.Ordinal);

    /// <summary>Tasks that have succeeded at least once and have no failure in the database, also none from an earlier process.</summary>
    private readonly ConcurrentDictionary<string, bool> _cleared = new(StringComparer.Ordinal);

    /// <summary>The tasks that fail now, by name.</summary>
    public IReadOnlyList<LoopTrouble> Troubles => [.. _failing.Values.OrderBy(trouble => trouble.Name, StringComparer.Ordinal)];

    /// <summary>Stores a failure. It is logged once in full, and again only when the reason is another one.</summary>
    /// <param name="name">The name of the task for operators.</param>
    /// <param name="wait">The wait until the next attempt, from the number of failures in a row, 1 or more.</param>
    /// <returns>How long to wait.</returns>
    public async Task<TimeSpan> FailedAsync(string name, Exception exception, Func<int, TimeSpan> wait)
    {
        var now = time.GetUtcNow();
        _failing.TryGetValue(name, out var before);
        var failures = (before?.Failures ?? 0) + 1;
        var pause = wait(failures);
        var trouble = new LoopTrouble
        {
            Name = name,
            Reason = Reasons.ForOperators(exception),
            Failures = failures,
            Since = before?.Since ?? now,
            RetryAt = now + pause,
        };
        _failing[name] = trouble;
        if (before?.Reason == trouble.Reason)
        {
            LogAgain(name, failures, pause);
        }
        else
        {
            LogFailed(exception, name, pause);
        }

        await NoteAsync(name, () => store.SetAsync(trouble, CancellationToken.None));
        return pause;
    }

    /// <summary>Stores that the task works.</summary>
    public async Task WorksAsync(string name)
    {
        if (_failing.TryRemove(name, out var failing))
        {
            _cleared.TryRemove(name, out _);
            LogWorks(name, failing.Failures);
        }
        else if (_cleared.ContainsKey(name))
        {
            return;
        }

        if (await NoteAsync(name, () => store.ClearAsync(name, CancellationToken.None)))
        {
            _cleared[name] = true;
        }
    }

    /// <summary>Another process does the task, so a failure of this one does not count any more.</summary>
    public async Task ElsewhereAsync(string name)
    {
        _cleared.TryRemove(name, out _);
        if (_failing.TryRemove(name, out _))
        {
            await NoteAsync(name, () => store.ClearAsync(name, CancellationToken.None));
        }
    }

    /// <summary>A state that cannot be stored must not make the task fail: the reason of that failure is reported elsewhere.</summary>
    private async Task<bool> NoteAsync(string name, Func<Task> note)
    {
        try
        {
            await note();
            return true;
        }
        catch (Exception exception)
        {
            LogNotNoted(exception, name);
            return false;
        }
    }

    [LoggerMessage(7001, LogLevel.Error, "{Task} failed; next attempt in {Wait}")]
    private partial void LogFailed(Exception exception, string task, TimeSpan wait);

    [LoggerMessage(7002, LogLevel.Debug, "{Task} failed {Failures} times in a row for the same reason; next attempt in {Wait}")]
    private partial void LogAgain(string task, int failures, TimeSpan wait);

    [LoggerMessage(7003, LogLevel.Information, "{Task} works again, after {Failures} failures")]
    private partial void LogWorks(string task, int failures);

    [LoggerMessage(7004, LogLevel.Debug, "{Task}: its state could not be stored in the database")]
    private partial void LogNotNoted(Exception exception, string task);
}
