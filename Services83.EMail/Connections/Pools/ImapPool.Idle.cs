namespace Services83.EMail.Connections.Pools;

// Connections that nobody uses. What does not take the lock itself is called under it.
public sealed partial class ImapPool
{
    /// <summary>Ends the turn of whoever used the connection.</summary>
    private void GiveBack(PooledConnection connection)
    {
        var name = connection.Key.Endpoint.Host;
        lock (_lock)
        {
            if (_hosts.TryGetValue(name, out var host))
            {
                Keep(host, connection);
                Leave(name, host);
            }
            else
            {
                BeginGoodbye(connection);
            }
        }
    }

    private void Keep(PooledHost host, PooledConnection connection)
    {
        var idle = TimeSpan.FromSeconds(options.Value.IdleSeconds);
        if (!connection.Client.IsConnected || idle == TimeSpan.Zero || _hosts.Values.Sum(other => other.Idle.Count) >= MaxIdle)
        {
            BeginGoodbye(connection);
            return;
        }

        host.Idle.Add(connection);
        connection.Expiry = time.CreateTimer(_ => Expire(connection), null, idle, Timeout.InfiniteTimeSpan);
    }

    private void Expire(PooledConnection connection)
    {
        lock (_lock)
        {
            var name = connection.Key.Endpoint.Host;
            if (_hosts.TryGetValue(name, out var host) && host.Idle.Contains(connection))
            {
                Take(host, connection);
                BeginGoodbye(connection);
                ForgetUnused(name, host);
            }
        }
    }

    private static void Take(PooledHost host, PooledConnection connection)
    {
        host.Idle.Remove(connection);
        connection.Expiry?.Dispose();
        connection.Expiry = null;
    }

    /// <summary>Ends a caller's turn.</summary>
    private void Leave(string name, PooledHost host)
    {
        host.Turns.Release();
        Forget(name, host);
    }

    private void Forget(string name, PooledHost host)
    {
        host.Callers--;
        ForgetUnused(name, host);
    }

    private void ForgetUnused(string name, PooledHost host)
    {
        if (host.IsUnused && _hosts.GetValueOrDefault(name) == host)
        {
            _hosts.Remove(name);
        }
    }

    /// <summary>Closes a connection without waiting for it; the end of the pool does wait.</summary>
    private void BeginGoodbye(PooledConnection connection)
    {
        connection.Expiry?.Dispose();
        var goodbye = Task.Run(() => GoodbyeAsync(connection));
        _goodbyes.Add(goodbye);
        _ = goodbye.ContinueWith(
            done =>
            {
                lock (_lock)
                {
                    _goodbyes.Remove(done);
                }
            },
            CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private static async Task GoodbyeAsync(PooledConnection connection)
    {
        using var patience = new CancellationTokenSource(GoodbyePatience);
        try
        {
            await connection.Client.LogoutAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            await connection.Client.DisposeAsync();
        }
    }
}
