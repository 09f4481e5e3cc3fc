using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Support;

/// <summary>Stores how the latest sync of an account ended, without a sync.</summary>
internal static class SyncResults
{
    public static Task SetSyncedAsync(this IDatabase database, int accountId, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        (transaction, token) => AccountStatusWriter.SetSyncedAsync(transaction, accountId, "", now, token), cancellationToken);

    public static Task SetFailedAsync(
        this IDatabase database, int accountId, string reason, bool transient, DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        async (transaction, token) =>
        {
            await AccountStatusWriter.SetFailedAsync(transaction, accountId, reason, transient, now, token);
            return true;
        },
        cancellationToken);
}
