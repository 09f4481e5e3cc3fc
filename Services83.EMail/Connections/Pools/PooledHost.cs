namespace Services83.EMail.Connections.Pools;

/// <summary>The connections to one host. Its lists are guarded by the pool's lock.</summary>
internal sealed class PooledHost(int maxConnections)
{
    /// <summary>Whoever uses a connection holds one of these.</summary>
    public SemaphoreSlim Turns { get; } = new(maxConnections);

    /// <summary>Calls that use a connection or wait for one.</summary>
    public int Callers { get; set; }

    /// <summary>Connections that nobody uses, the longest idle one first.</summary>
    public List<PooledConnection> Idle { get; } = [];

    public bool IsUnused => Callers == 0 && Idle.Count == 0;
}
