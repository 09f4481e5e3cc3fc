namespace Services83.EMail.Tests.Support;

/// <summary>A clock that stands still until a test moves it; timers fire while it is moved, in the order of their due times.</summary>
public sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(int Count, TaskCompletionSource Come)> _awaited = [];
    private DateTimeOffset _now = start;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero))
    {
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <summary>Moves the clock forward and runs, on this thread, the callbacks of all timers that become due.</summary>
    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (NextDue(end) is { } timer)
        {
            timer.Fire();
        }

        lock (_lock)
        {
            _now = end;
        }
    }

    /// <summary>
    /// Moves the clock to the next time that somebody waits for, and returns when all wait again: the awakened code has done its work by then.
    /// </summary>
    /// <param name="waiting">How many wait by this clock, each of them again and again.</param>
    public async Task AdvanceToNextAsync(int waiting, CancellationToken cancellationToken)
    {
        await WhenWaitingAsync(waiting, cancellationToken);
        Advance(NextWait());
        await WhenWaitingAsync(waiting, cancellationToken);
    }

    /// <summary>Completes when at least so many timers run.</summary>
    public async Task WhenWaitingAsync(int count, CancellationToken cancellationToken)
    {
        var come = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _awaited.Add((count, come));
            TellOfTimers();
        }

        await come.Task.WaitAsync(cancellationToken);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private TimeSpan NextWait()
    {
        lock (_lock)
        {
            var wait = _timers.Min(timer => timer.Due) - _now;
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }

    /// <summary>To be called under the lock.</summary>
    private void TellOfTimers()
    {
        foreach (var awaited in _awaited.Where(awaited => awaited.Count <= _timers.Count).ToList())
        {
            _awaited.Remove(awaited);
            awaited.Come.SetResult();
        }
    }

    private ManualTimer? NextDue(DateTimeOffset end)
    {
        lock (_lock)
        {
            var timer = _timers.Where(candidate => candidate.Due <= end).MinBy(candidate => candidate.Due);
            if (timer is not null)
            {
                _now = timer.Due > _now ? timer.Due : _now;
                timer.Schedule(timer.Period);
            }

            return timer;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider owner, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public TimeSpan Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._lock)
            {
                Period = period == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period;
                Schedule(dueTime);
                return true;
            }
        }

        /// <summary>To be called under the lock.</summary>
        public void Schedule(TimeSpan dueTime)
        {
            owner._timers.Remove(this);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Due = owner._now + dueTime;
                owner._timers.Add(this);
                owner.TellOfTimers();
            }
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (owner._lock)
            {
                owner._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
