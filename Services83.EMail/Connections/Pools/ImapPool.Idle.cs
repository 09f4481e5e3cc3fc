namespace Services83.EMail.Connections.Pools;

// Idle connections. The methods that do not take the lock themselves are called while the lock is held.
public sealed partial class ImapPool
{
    /// <summary>Ends the turn of the call that used the connection.</summary>
    private void GiveBack(PooledConnection connection, IDisposable turn)
    {
        lock (_lock)
        {
            Keep(connection);
            turn.Dispose();
        }
    }

    private void Keep(PooledConnection connection)
    {
        var patience = TimeSpan.FromSeconds(options.Value.IdleSeconds);
        if (_isClosed || !connection.Client.IsConnected || patience == TimeSpan.Zero || _idle.Values.Sum(idle => idle.Count) >= MaxIdle)
        {
            BeginGoodbye(connection);
            return;
        }

        if (!_idle.TryGetValue(connection.Host, out var ofHost))
        {
            _idle.Add(connection.Host, ofHost = []);
        }

        ofHost.Add(connection);
        connection.Expiry = time.CreateTimer(_ => Expire(connection), null, patience, Timeout.InfiniteTimeSpan);
    }

    private void Expire(PooledConnection connection)
    {
        lock (_lock)
        {
            if (_idle.GetValueOrDefault(connection.Host)?.Contains(connection) == true)
            {
                Take(connection);
                BeginGoodbye(connection);
            }
        }
    }

    /// <summary>Takes a connection out of the idle ones.</summary>
    private void Take(PooledConnection connection)
    {
        var ofHost = _idle[connection.Host];
        ofHost.Remove(connection);
        if (ofHost.Count == 0)
        {
            _idle.Remove(connection.Host);
        }

        connection.Expiry?.Dispose();
        connection.Expiry = null;
    }

    /// <summary>Closes a connection without waiting for it; disposing the pool waits.</summary>
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
