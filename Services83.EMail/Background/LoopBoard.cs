using System.Collections.Concurrent;
using Services83.EMail.Storage;

namespace Services83.EMail.Background;

/// <summary>
/// Which background tasks fail at present, and why: for the health of this process in memory, and in the database for whoever asks from
/// another one. Safe for concurrent use.
/// </summary>
public sealed partial class LoopBoard(LoopTroubleStore store, TimeProvider time, ILogger<LoopBoard> logger)
{
    private readonly ConcurrentDictionary<string, Failing> _failing = new(StringComparer.Ordinal);

    /// <summary>Tasks that have worked at least once, and whose trouble is out of the database, also what a process before has written.</summary>
    private readonly ConcurrentDictionary<string, bool> _cleared = new(StringComparer.Ordinal);

    /// <summary>What fails now, by name.</summary>
    public IReadOnlyList<LoopTrouble> Troubles => [.. _failing.Values.Select(failing => failing.Trouble).OrderBy(trouble => trouble.Name, StringComparer.Ordinal)];

    /// <summary>Notes a failure. The log gets it once in full, and again only when the reason is another.</summary>
    /// <param name="name">What an operator calls the task.</param>
    /// <param name="wait">How long until it is tried again, from the number of failures in a row, 1 or more.</param>
    /// <returns>How long to wait.</returns>
    public async Task<TimeSpan> FailedAsync(string name, Exception exception, Func<int, TimeSpan> wait)
    {
        var now = time.GetUtcNow();
        _failing.TryGetValue(name, out var before);
        var failures = (before?.Trouble.Failures ?? 0) + 1;
        var pause = wait(failures);
        var trouble = new LoopTrouble
        {
            Name = name,
            Reason = Reasons.Of(exception),
            Failures = failures,
            Since = before?.Trouble.Since ?? now,
            RetryAt = now + pause,
        };
        _failing[name] = new Failing(trouble, exception.Message);
        if (before?.Message == exception.Message)
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

    /// <summary>Notes that the task works.</summary>
    public async Task WorksAsync(string name)
    {
        if (_failing.TryRemove(name, out var failing))
        {
            _cleared.TryRemove(name, out _);
            LogWorks(name, failing.Trouble.Failures);
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

    /// <summary>A note that cannot be written is no reason to fail: whatever keeps it from being written shows by itself.</summary>
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

    [LoggerMessage(7001, LogLevel.Error, "{Task} failed; it is tried again in {Wait}")]
    private partial void LogFailed(Exception exception, string task, TimeSpan wait);

    [LoggerMessage(7002, LogLevel.Debug, "{Task} failed {Failures} times in a row for the same reason; it is tried again in {Wait}")]
    private partial void LogAgain(string task, int failures, TimeSpan wait);

    [LoggerMessage(7003, LogLevel.Information, "{Task} works again, after {Failures} failures")]
    private partial void LogWorks(string task, int failures);

    [LoggerMessage(7004, LogLevel.Debug, "{Task}: its state could not be written into the database")]
    private partial void LogNotNoted(Exception exception, string task);

    /// <param name="Trouble">What everybody may know.</param>
    /// <param name="Message">The exception's own message, by which the log knows a new reason.</param>
    private sealed record Failing(LoopTrouble Trouble, string Message);
}
