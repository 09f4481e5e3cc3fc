using Services83.EMail.Background;
using Services83.EMail.Mail.Imap;
using Services83.EMail.Storage;
using Services83.EMail.Storage.Mail.Changes;

namespace Services83.EMail.Sync.Pushes;

/// <summary>
/// Keeps a change that fails in a way that nobody foresaw from keeping its account from being synced for ever: the run fails, but the
/// change is marked, so that it is sent by itself from then on, and put aside when it goes on failing.
/// </summary>
internal sealed partial class PushGuard(ChangeStore store, ILogger<PushGuard> logger)
{
    /// <summary>As <see cref="ChangeStore.NextAsync"/>. Where a row cannot be read, the changes come one by one until it is found.</summary>
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

    /// <summary>Does the work, and marks the changes that it is about when it fails in a way that nobody foresaw.</summary>
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

    /// <summary>Other than what a mail server, a full disk, or another writer of the database may do to any change.</summary>
    private static bool IsUnforeseen(Exception exception) => exception is not (ImapException or StorageException { IsTransient: true });

    [LoggerMessage(3406, LogLevel.Error, "Account {AccountId}: {Count} changes could not be sent")]
    private partial void LogFault(Exception exception, int accountId, int count);
}
