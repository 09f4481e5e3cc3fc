using System.Diagnostics.CodeAnalysis;
using Services83.EMail.Commands.Output;
using Services83.EMail.Storage.Mail;
using Spectre.Console;

namespace Services83.EMail.Commands;

/// <summary>
/// One progress bar per account. It shows the queue in the database, so any process may do the work. If the output is not a terminal, one
/// line per account when it is done.
/// </summary>
internal static class SyncProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns when every account has been synced, or has failed and waits for a later retry.</summary>
    /// <param name="names">Account ids and their display names.</param>
    /// <param name="isServed">Whether there is a process that does the work.</param>
    /// <param name="isSilent">Whether nothing is shown.</param>
    /// <exception cref="CommandException">There is no such process any more, and accounts wait.</exception>
    public static Task WatchAsync(
        SyncQueue queue, IReadOnlyDictionary<int, string> names, Func<CancellationToken, Task<bool>> isServed, bool isSilent, CancellationToken cancellationToken) =>
        isSilent ? PollAsync(queue, names.Keys, (_, _) => { }, isServed, cancellationToken)
            : Terminal.IsLive
            ? DrawAsync(queue, names, isServed, cancellationToken)
            : PrintAsync(queue, names, isServed, cancellationToken);

    private static Task DrawAsync(
        SyncQueue queue, IReadOnlyDictionary<int, string> names, Func<CancellationToken, Task<bool>> isServed, CancellationToken cancellationToken) =>
        Terminal.Console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
            .StartAsync(progress =>
            {
                var bars = names.ToDictionary(pair => pair.Key, pair => progress.AddTask(Markup.Escape(pair.Value)));
                return PollAsync(queue, names.Keys, (id, request) => Draw(bars[id], names[id], request), isServed, cancellationToken);
            });

    private static Task PrintAsync(
        SyncQueue queue, IReadOnlyDictionary<int, string> names, Func<CancellationToken, Task<bool>> isServed, CancellationToken cancellationToken) =>
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
            isServed,
            cancellationToken);

    /// <summary>Reports the state of each account repeatedly, until it has reported the end of each sync.</summary>
    private static async Task PollAsync(
        SyncQueue queue, IEnumerable<int> accountIds, Action<int, SyncRequest?> tell, Func<CancellationToken, Task<bool>> isServed, CancellationToken cancellationToken)
    {
        var open = accountIds.ToHashSet();
        var served = true;
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

            if (open.Count > 0 && !served)
            {
                throw new CommandException(
                    $"The server that synced them has ended; {(open.Count == 1 ? "1 account is waiting. It is" : $"{open.Count} accounts are waiting. They are")} synced when the server is started again, or by another 'sync'.");
            }

            // Checked before the next look at the queue, so that the last results of an ended server are seen.
            served = await isServed(cancellationToken);
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
