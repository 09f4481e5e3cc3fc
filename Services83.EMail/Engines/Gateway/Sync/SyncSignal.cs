using Services83.EMail.Storage;

namespace Services83.EMail.Engines.Gateway.Sync;

/// <summary>Wakes the task that makes the queued calls of a tenant, in whatever process it runs.</summary>
public sealed class SyncSignal : IDisposable
{
    private const string Topic = "gateway-queue";

    private readonly Dictionary<string, SemaphoreSlim> _waiting;
    private readonly ISignals _signals;
    private readonly TimeProvider _time;

    public SyncSignal(Tenants tenants, ISignals signals, TimeProvider time)
    {
        (_signals, _time) = (signals, time);
        _waiting = tenants.List.ToDictionary(tenant => tenant.Name, _ => new SemaphoreSlim(0), StringComparer.OrdinalIgnoreCase);
        signals.Listen(Topic, Wake);
    }

    public Task SetAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        Wake(tenant.Name);
        return _signals.SendAsync(Topic, tenant.Name, cancellationToken);
    }

    /// <summary>Returns after the next <see cref="SetAsync"/>, at once if there was one since the last return, or when the wait is
    /// over.</summary>
    public async Task WaitAsync(Tenant tenant, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(wait, _time);
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

    /// <summary>One is enough, however often it is called before the task waits again.</summary>
    private void Wake(string tenant)
    {
        if (_waiting.TryGetValue(tenant, out var waiting) && waiting.CurrentCount == 0)
        {
            waiting.Release();
        }
    }
}
