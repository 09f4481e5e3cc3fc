namespace Services83.EMail.Sandbox;

/// <summary>One command as it arrived, without its tag; passwords are masked.</summary>
/// <param name="Connection">Number of the connection, from 1 in the order of opening.</param>
/// <param name="User">The user who was logged in when the command came, or null.</param>
/// <param name="Command">Kind in upper case, such as <c>UID FETCH</c>.</param>
public sealed record SandboxLogEntry(int Connection, string? User, string Command, string Line)
{
    public override string ToString() => $"[{Connection}{(User is null ? "" : " " + User)}] {Line}";
}

/// <summary>What clients did so far, for tests to assert on. Keeps at least the latest 100,000 commands. Safe to use from any thread.</summary>
public sealed class SandboxLog
{
    private const int KeptEntries = 100_000;

    private readonly Lock _gate = new();
    private readonly List<SandboxLogEntry> _entries = [];
    private readonly Dictionary<string, (int Now, int Peak)> _sessions = new(StringComparer.Ordinal);
    private readonly List<(string Command, int Count, TaskCompletionSource Reached)> _waiting = [];
    private readonly List<Exception> _failures = [];
    private TaskCompletionSource? _alone;
    private (int Now, int Peak) _connections;

    public int ConnectionsOpened { get; private set; }

    public int ConnectionsNow => Read(() => _connections.Now);

    /// <summary>Most connections that were open at the same time.</summary>
    public int ConnectionsPeak => Read(() => _connections.Peak);

    public IReadOnlyList<SandboxLogEntry> Entries => Read(() => _entries.ToArray());

    /// <summary>Errors inside the sandbox itself; a test that ends with one here found a defect of the sandbox.</summary>
    public IReadOnlyList<Exception> Failures => Read(() => _failures.ToArray());

    /// <summary>How many commands of a kind came, such as <c>UID FETCH</c>.</summary>
    public int Count(string command) => Read(() => CountOf(command));

    /// <summary>
    /// Most sessions of one user that were logged in at the same time. A session counts until it logs out, is closed by the server, or the
    /// server sees that the client has closed the connection.
    /// </summary>
    public int SessionsPeak(string user) => Read(() => _sessions.GetValueOrDefault(user).Peak);

    /// <summary>Completes when at least this many commands of a kind have come since the last <see cref="Clear"/>.</summary>
    public Task WaitForAsync(string command, int count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (CountOf(command) >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((command, count, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Completes when no connection is open.</summary>
    public Task WhenAloneAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_connections.Now == 0)
            {
                return Task.CompletedTask;
            }

            if (_alone is null or { Task.IsCompleted: true })
            {
                _alone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return _alone.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Deletes commands and maxima, so that the next phase of a test counts from zero.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            ConnectionsOpened = 0;
            _connections.Peak = _connections.Now;
            foreach (var user in _sessions.Keys.ToArray())
            {
                _sessions[user] = (_sessions[user].Now, _sessions[user].Now);
            }
        }
    }

    /// <summary>All commands, one per line.</summary>
    public override string ToString() => string.Join('\n', Entries);

    internal void Connected()
    {
        lock (_gate)
        {
            ConnectionsOpened++;
            _connections = Up(_connections);
        }
    }

    internal void Disconnected()
    {
        lock (_gate)
        {
            if (--_connections.Now == 0)
            {
                _alone?.TrySetResult();
            }
        }
    }

    internal void LoggedIn(string user)
    {
        lock (_gate)
        {
            _sessions[user] = Up(_sessions.GetValueOrDefault(user));
        }
    }

    internal void LoggedOut(string user)
    {
        lock (_gate)
        {
            _sessions[user] = (_sessions[user].Now - 1, _sessions[user].Peak);
        }
    }

    internal void Add(SandboxLogEntry entry)
    {
        lock (_gate)
        {
            if (_entries.Count == 2 * KeptEntries)
            {
                _entries.RemoveRange(0, KeptEntries);
            }

            _entries.Add(entry);
            foreach (var waiter in _waiting.Where(waiter => CountOf(waiter.Command) >= waiter.Count).ToArray())
            {
                _waiting.Remove(waiter);
                waiter.Reached.SetResult();
            }
        }
    }

    internal void Failed(Exception failure)
    {
        lock (_gate)
        {
            _failures.Add(failure);
        }
    }

    private static (int Now, int Peak) Up((int Now, int Peak) counter) => (counter.Now + 1, Math.Max(counter.Peak, counter.Now + 1));

    private int CountOf(string command) => _entries.Count(entry => entry.Command == command);

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }
}
