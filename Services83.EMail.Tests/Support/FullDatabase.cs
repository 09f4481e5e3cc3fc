using System.Data.Common;
using Dapper;
using Services83.EMail.Storage;

namespace Services83.EMail.Tests.Support;

/// <summary>An SQLite database whose disk can be full: while it is, no page is added to its file.</summary>
public sealed class FullDatabase(IDatabase inner) : IDatabase, IDisposable
{
    private const int NoLimit = 1_073_741_823;

    public string Product => inner.Product;

    public string Name => inner.Name;

    public bool IsFull { get; set; }

    public Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

    public Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken) =>
        inner.ReadAsync(query, cancellationToken);

    public Task<T> WriteAsync<T>(Func<DbTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        inner.WriteAsync(
            async (transaction, token) =>
            {
                // Never less than there are pages already.
                await transaction.Connection!.ExecuteAsync($"PRAGMA max_page_count = {(IsFull ? 1 : NoLimit)}", transaction: transaction);
                return await work(transaction, token);
            },
            cancellationToken);

    public Task<IAsyncDisposable?> LockStartAsync(CancellationToken cancellationToken) => inner.LockStartAsync(cancellationToken);

    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => inner.IsEmptyAsync(cancellationToken);

    public Task MigrateAsync(CancellationToken cancellationToken) => inner.MigrateAsync(cancellationToken);

    public void Dispose() => ((IDisposable)inner).Dispose();

    public Task<long> SizeAsync(CancellationToken cancellationToken) => inner.SizeAsync(cancellationToken);

    public Task EraseDeletedAsync(CancellationToken cancellationToken) => inner.EraseDeletedAsync(cancellationToken);
}
