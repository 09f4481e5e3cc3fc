using System.Data.Common;
using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Support;

/// <summary>The process is gone, as far as its database can tell.</summary>
public sealed class CrashException() : Exception("The process was killed here.");

/// <summary>
/// Makes every durable write a point at which the process can be killed: just before it, or just after it was committed.
/// From that point on nothing reaches the database any more.
/// </summary>
public sealed class CrashingDatabase(IDatabase inner, int crashAt, bool afterCommit) : IDatabase, IDisposable
{
    private int _writes;

    public string Product => inner.Product;

    public string Name => inner.Name;

    /// <summary>Whether the point was reached.</summary>
    public bool Crashed { get; private set; }

    public Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

    public Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken) =>
        Crashed ? throw new CrashException() : inner.ReadAsync(query, cancellationToken);

    public async Task<T> WriteAsync<T>(Func<DbTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var isLast = Interlocked.Increment(ref _writes) == crashAt;
        if (Crashed || (isLast && !afterCommit))
        {
            Crashed = true;
            throw new CrashException();
        }

        var result = await inner.WriteAsync(work, cancellationToken);
        if (isLast)
        {
            Crashed = true;
            throw new CrashException();
        }

        return result;
    }

    public Task<IAsyncDisposable?> LockStartAsync(CancellationToken cancellationToken) => inner.LockStartAsync(cancellationToken);

    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => inner.IsEmptyAsync(cancellationToken);

    public Task MigrateAsync(CancellationToken cancellationToken) => inner.MigrateAsync(cancellationToken);

    public void Dispose() => ((IDisposable)inner).Dispose();

    public Task<long> SizeAsync(CancellationToken cancellationToken) => inner.SizeAsync(cancellationToken);

    public Task EraseDeletedAsync(CancellationToken cancellationToken) => inner.EraseDeletedAsync(cancellationToken);
}
