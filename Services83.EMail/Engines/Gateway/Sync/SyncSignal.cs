namespace Services83.EMail.Engines.Gateway.Sync;

/// <summary>Wakes the task that makes the queued calls of a tenant.</summary>
public sealed class SyncSignal(Tenants tenants, TimeProvider time) : IDisposable
{
    private readonly Dictionary<string, SemaphoreSlim> _waiting =
        tenants.List.ToDictionary(tenant => tenant.Name, _ => new SemaphoreSlim(0), StringComparer.OrdinalIgnoreCase);

    public void Set(Tenant tenant) => _waiting[tenant.Name].Release();

    /// <summary>Returns after the next <see cref="Set"/>, at once if there was one since the last return, or when the wait is
    /// over.</summary>
    public async Task WaitAsync(Tenant tenant, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(wait, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await _waiting[tenant.Name].WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The wait is over.
        }
    }

    public void Dispose()
    {
        foreach (var semaphore in _waiting.Values)
        {
            semaphore.Dispose();
        }
    }
}
