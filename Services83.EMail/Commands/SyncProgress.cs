using Services83.EMail.Storage;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary>One progress bar per account, drawn from the queue in the database, whichever process does the work.</summary>
internal static class SyncProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns when every account has been synced, or has failed and waits to be tried again later.</summary>
    /// <param name="names">Account ids and what to call them.</param>
    public static Task WatchAsync(SyncQueue queue, IReadOnlyDictionary<int, string> names, CancellationToken cancellationToken) =>
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
            .StartAsync(async progress =>
            {
                var bars = names.ToDictionary(pair => pair.Key, pair => progress.AddTask(Markup.Escape(pair.Value)));
                using var timer = new PeriodicTimer(Interval);
                do
                {
                    var requests = await queue.ListAsync(cancellationToken);
                    foreach (var (accountId, bar) in bars)
                    {
                        Draw(bar, names[accountId], requests.FirstOrDefault(request => request.AccountId == accountId));
                    }
                }
                while (!bars.Values.All(bar => bar.IsFinished) && await timer.WaitForNextTickAsync(cancellationToken));
            });

    private static void Draw(ProgressTask bar, string name, SyncRequest? request)
    {
        if (request is null or { RetryAt: not null })
        {
            bar.Value = bar.MaxValue;
            bar.StopTask();
            return;
        }

        bar.IsIndeterminate = request.Total == 0;
        bar.MaxValue = Math.Max(request.Total, 1);
        bar.Value = Math.Min(request.Done, bar.MaxValue - 0.01);
        bar.Description = Markup.Escape(request.Folder is null ? name : $"{name}: {request.Folder}");
    }
}
