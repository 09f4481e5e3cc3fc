using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Services83.EMail.Telemetry;

namespace Services83.EMail.Storage;

/// <summary>A database whose reads and writes are measured. Waiting for a turn to write is a part of the write.</summary>
internal sealed class MeasuredDatabase(IDatabase database, ProgramMeter meter) : IDatabase, IDisposable
{
    private readonly Histogram<double> _duration = meter.Duration("db.client.operation.duration", "Duration of reads and of write transactions, with the wait for their turn.");
    private readonly string _system = database.Product.Split(' ')[0].ToLowerInvariant();

    public string Product => database.Product;

    public string Name => database.Name;

    public Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => database.OpenAsync(cancellationToken);

    public Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> query, CancellationToken cancellationToken) =>
        _duration.Enabled ? MeasureAsync("read", () => database.ReadAsync(query, cancellationToken)) : database.ReadAsync(query, cancellationToken);

    public Task<T> WriteAsync<T>(Func<DbTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        _duration.Enabled ? MeasureAsync("write", () => database.WriteAsync(work, cancellationToken)) : database.WriteAsync(work, cancellationToken);

    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken) => database.IsEmptyAsync(cancellationToken);

    public Task<IAsyncDisposable?> LockStartAsync(CancellationToken cancellationToken) => database.LockStartAsync(cancellationToken);

    public Task MigrateAsync(CancellationToken cancellationToken) => database.MigrateAsync(cancellationToken);

    public Task<long> SizeAsync(CancellationToken cancellationToken) => database.SizeAsync(cancellationToken);

    public Task EraseDeletedAsync(CancellationToken cancellationToken) => database.EraseDeletedAsync(cancellationToken);

    public void Dispose() => (database as IDisposable)?.Dispose();

    private async Task<T> MeasureAsync<T>(string operation, Func<Task<T>> run)
    {
        var started = Stopwatch.GetTimestamp();
        var tags = new TagList { { Attributes.DatabaseSystem, _system }, { Attributes.DatabaseOperation, operation } };
        try
        {
            return await run();
        }
        catch (StorageException exception)
        {
            tags.Add(Attributes.ErrorType, exception.IsTransient ? "busy" : "unusable");
            throw;
        }
        finally
        {
            _duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
        }
    }
}
