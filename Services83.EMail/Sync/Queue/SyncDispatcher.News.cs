using System.Globalization;
using Services83.EMail.Sync.Run;

namespace Services83.EMail.Sync.Queue;

// What several processes on one database tell each other.
public sealed partial class SyncDispatcher
{
    /// <summary>A request was stored.</summary>
    private const string Requested = "sync";

    /// <summary>A run has ended; the text is its account.</summary>
    private const string Ended = "ended";

    /// <summary>How often a waiting caller looks into the database for a run of another process, in case its message was lost.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _news = new(0);

    /// <summary>Waits until another process has sent news, and gives turns if that is this process's task.</summary>
    internal async Task AnswerNewsAsync(CancellationToken cancellationToken)
    {
        await _news.WaitAsync(cancellationToken);
        if (_node.Holds(Search))
        {
            await SearchAsync(cancellationToken);
        }
    }

    private async Task<SyncOutcome> WaitAsync(int accountId, long before, Task<SyncOutcome> here, CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = _waiters.EndElsewhere(accountId);
            // Asked before the result: a run stores its result and takes away the request in one transaction.
            var isOpen = await _queue.HasRequestAsync(accountId, cancellationToken);
            if (await _queue.FindResultAsync(accountId, before, cancellationToken) is { } result)
            {
                return new SyncOutcome(accountId, result.NewMessages, StoredFailure.Read(result.Failure));
            }

            if (!isOpen)
            {
                return NoAccount(accountId);
            }

            await Task.WhenAny(here, end, Task.Delay(BetweenLooks, _time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (here.IsCompleted)
            {
                return await here;
            }
        }
    }

    private void HearEnd(string text)
    {
        if (int.TryParse(text, CultureInfo.InvariantCulture, out var accountId))
        {
            AddEnding(accountId);
            _waiters.TellEndElsewhere(accountId);
        }

        HearNews();
    }

    private void HearNews()
    {
        if (_news.CurrentCount == 0)
        {
            _news.Release();
        }
    }
}
