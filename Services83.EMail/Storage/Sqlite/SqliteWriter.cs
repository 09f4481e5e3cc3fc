using System.Data.Common;

namespace Services83.EMail.Storage.Sqlite;

/// <summary>
/// Lets one write run at a time. Those that wait for each other share a transaction: a disk that takes milliseconds to store something then
/// stores many writes in that time.
/// </summary>
/// <param name="begin">Begins a transaction.</param>
/// <param name="ended">Called after each, before the next one; with whether it may have deleted contents. Does not throw.</param>
/// <param name="time">The clock.</param>
internal sealed class SqliteWriter(Func<CancellationToken, Task<WriteGroup>> begin, Func<bool, Task> ended, TimeProvider time) : IDisposable
{
    private const int MaxWrites = 200;

    /// <summary>After this time a group takes no more writes, so that the first of them need not wait long.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private WriteGroup? _open;
    private long _begun;
    private int _waiting;

    /// <inheritdoc cref="IDatabase.WriteAsync{T}"/>
    public async Task<T> WriteAsync<T>(Func<DbTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Increment(ref _waiting);
        // Not cancelled: the writes before it have left their commit to it.
        await _turn.WaitAsync(CancellationToken.None);
        Interlocked.Decrement(ref _waiting);
        WriteGroup group;
        T result;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            group = await JoinAsync(cancellationToken);
            result = await group.RunAsync(work, cancellationToken);
        }
        finally
        {
            await LeaveAsync();
        }

        await group.Stored;
        return result;
    }

    /// <summary>Runs something that needs the file for itself.</summary>
    public async Task RunAloneAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await EndAsync();
            await work();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<WriteGroup> JoinAsync(CancellationToken cancellationToken)
    {
        if (_open is null)
        {
            _open = await begin(cancellationToken);
            _begun = time.GetTimestamp();
        }

        return _open;
    }

    /// <summary>Commits, unless another write waits already, which will do so.</summary>
    private async Task LeaveAsync()
    {
        try
        {
            if (_open is { } group
                && (group.IsLost || group.Count >= MaxWrites || Volatile.Read(ref _waiting) == 0 || time.GetElapsedTime(_begun) > MaxAge))
            {
                await EndAsync();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task EndAsync()
    {
        var group = _open;
        _open = null;
        if (group is not null)
        {
            await group.EndAsync();
            await ended(group.HasDeleted);
        }
    }
}
