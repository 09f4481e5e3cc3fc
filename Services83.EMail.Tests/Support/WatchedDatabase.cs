using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Support;

/// <summary>Signals after each write of the program that something may have changed, so that tests need no polling.</summary>
public sealed class WatchedDatabase(IDatabase inner) : IDatabase, IDisposable
{
    private TaskCompletionSource? _next;

    public string Product => inner.Product;

    public string Name => inner.Name;

    public Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

    public Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken) =>
        inner.ReadAsync(query, cancellationToken);

    public async Task<T> WriteAsync<T>(Func<DbTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.WriteAsync(work, cancellationToken);
        }
        finally
        {
            Interlocked.Exchange(ref _next, null)?.SetResult();
        }
    }

    public Task<IAsyncDisposable?> LockStartAsync(CancellationToken cancellationToken) => inner.LockStartAsync(cancellationToken);

    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => inner.IsEmptyAsync(cancellationToken);

    public Task MigrateAsync(CancellationToken cancellationToken) => inner.MigrateAsync(cancellationToken);

    public Task<long> SizeAsync(CancellationToken cancellationToken) => inner.SizeAsync(cancellationToken);

    public Task EraseDeletedAsync(CancellationToken cancellationToken) => inner.EraseDeletedAsync(cancellationToken);

    public void Dispose() => ((IDisposable)inner).Dispose();

    /// <summary>Completes when it is so, now or after a write.</summary>
    public async Task UntilAsync(Func<Task<bool>> isSo, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Before looking, or a write in between would be missed.
            var next = NextWrite();
            if (await isSo())
            {
                return;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    private Task NextWrite()
    {
        var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _next, fresh, null) ?? fresh).Task;
    }
}

internal static class WatchedDatabaseExtensions
{
    /// <summary>Puts one before the program's own.</summary>
    public static void AddWatchedDatabase(this IServiceCollection services)
    {
        services.AddSingleton<IDatabase>(provider => new WatchedDatabase(StorageSetup.OpenDatabase(provider)));
    }

    /// <summary>Completes when it is so, now or after a write of this program.</summary>
    public static Task UntilAsync(this IServiceProvider services, Func<Task<bool>> isSo, CancellationToken cancellationToken) =>
        ((WatchedDatabase)services.GetRequiredService<IDatabase>()).UntilAsync(isSo, cancellationToken);
}
