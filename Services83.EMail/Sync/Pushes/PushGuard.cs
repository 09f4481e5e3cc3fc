using Services83.EMail.Background;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail.Changes;

namespace Services83.EMail.Sync.Pushes;

/// <summary>
/// A change with unexpected failures must not prevent the sync of its account for ever: the run fails, but the change is marked, so that it
/// is sent separately from then on, and put aside if it continues to fail.
/// </summary>
internal sealed partial class PushGuard(ChangeStore store, ILogger<PushGuard> logger)
{
    /// <summary>As <see cref="ChangeStore.NextAsync"/>. If a row cannot be read, the changes are read one by one until that row is
    /// found.</summary>
    public async Task<IReadOnlyList<PendingChange>> NextAsync(int accountId, int after, int limit, CancellationToken cancellationToken)
    {
        try
        {
            return await store.NextAsync(accountId, after, limit, cancellationToken);
        }
        catch (Exception exception) when (IsUnforeseen(exception) && !cancellationToken.IsCancellationRequested)
        {
            IReadOnlyList<PendingChange> next = [];
            if (await store.NextIdAsync(accountId, after, cancellationToken) is { } id)
            {
                await RunAsync(accountId, [id], async () => next = await store.NextAsync(accountId, after, 1, cancellationToken), cancellationToken);
            }

            return next;
        }
    }

    /// <summary>Does the work; if it fails unexpectedly, marks its changes.</summary>
    public async Task RunAsync(int accountId, IReadOnlyCollection<int> changeIds, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (IsUnforeseen(exception) && !cancellationToken.IsCancellationRequested)
        {
            LogFault(exception, accountId, changeIds.Count);
            await store.FaultAsync(changeIds, Reasons.Of(exception), cancellationToken);
            throw;
        }
    }

    /// <summary>A failure that is not caused by a mail server, a full disk, or another writer of the database, which can affect any
    /// change.</summary>
    private static bool IsUnforeseen(Exception exception) =>
        exception is not (ImapException or StorageException { IsTransient: true } or RunReplacedException);

    [LoggerMessage(3406, LogLevel.Error, "Account {AccountId}: {Count} changes could not be sent")]
    private partial void LogFault(Exception exception, int accountId, int count);
}
