namespace Services83.EMail.Storage;

/// <summary>
/// Checks whether the database can be written to, even if nothing writes at present: it writes something that needs space, and removes it
/// again. At most every ten seconds, however often it is called.
/// </summary>
public sealed class WriteProbe(IDatabase database, TimeProvider time) : IDisposable
{
    private static readonly byte[] Filler = new byte[256 * 1024];

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private long? _triedAt;
    private StorageException? _failure;

    /// <returns>Why it cannot be written to; null when it can.</returns>
    public async Task<StorageException?> FailureAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_triedAt is not { } before || time.GetElapsedTime(before) >= Interval)
            {
                _failure = await TryAsync(cancellationToken);
                _triedAt = time.GetTimestamp();
            }

            return _failure;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<StorageException?> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.ExecuteAsync("INSERT INTO write_probe (filler) VALUES (@Filler)", new { Filler }, cancellationToken);
            await database.ExecuteAsync("DELETE FROM write_probe", new { }, cancellationToken);
            return null;
        }
        catch (StorageException exception)
        {
            return exception;
        }
    }
}
