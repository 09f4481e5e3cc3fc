using System.Diagnostics.CodeAnalysis;
using Services83.EMail.Storage;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary>
/// One progress bar per account, drawn from the queue in the database, whichever process does the work. Where the output is not a
/// terminal, one line per account when it is done.
/// </summary>
internal static class SyncProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns when every account has been synced, or has failed and waits to be tried again later.</summary>
    /// <param name="names">Account ids and what to call them.</param>
    public static Task WatchAsync(SyncQueue queue, IReadOnlyDictionary<int, string> names, CancellationToken cancellationToken) =>
        AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected
            ? DrawAsync(queue, names, cancellationToken)
            : PrintAsync(queue, names, cancellationToken);

    private static Task DrawAsync(SyncQueue queue, IReadOnlyDictionary<int, string> names, CancellationToken cancellationToken) =>
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
            .StartAsync(progress =>
            {
                var bars = names.ToDictionary(pair => pair.Key, pair => progress.AddTask(Markup.Escape(pair.Value)));
                return PollAsync(queue, names.Keys, (id, request) => Draw(bars[id], names[id], request), cancellationToken);
            });

    private static Task PrintAsync(SyncQueue queue, IReadOnlyDictionary<int, string> names, CancellationToken cancellationToken) =>
        PollAsync(
            queue,
            names.Keys,
            (id, request) =>
            {
                if (IsOver(request))
                {
                    Console.Out.WriteLine($"{names[id]}: {(request is null ? "100%" : "failed")}");
                }
            },
            cancellationToken);

    /// <summary>Tells of each account again and again, until it has told of each that its sync is over.</summary>
    private static async Task PollAsync(
        SyncQueue queue, IEnumerable<int> accountIds, Action<int, SyncRequest?> tell, CancellationToken cancellationToken)
    {
        var open = accountIds.ToHashSet();
        using var timer = new PeriodicTimer(Interval);
        do
        {
            var requests = (await queue.ListAsync(cancellationToken)).ToDictionary(request => request.AccountId);
            foreach (var accountId in open.Order().ToArray())
            {
                var request = requests.GetValueOrDefault(accountId);
                tell(accountId, request);
                if (IsOver(request))
                {
                    open.Remove(accountId);
                }
            }
        }
        while (open.Count > 0 && await timer.WaitForNextTickAsync(cancellationToken));
    }

    private static bool IsOver([NotNullWhen(false)] SyncRequest? request) => request is null or { RetryAt: not null };

    private static void Draw(ProgressTask bar, string name, SyncRequest? request)
    {
        if (IsOver(request))
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
