namespace Services83.EMail.Doors.Dashboard;

/// <summary>Counts the pages that are kept up to date, so that neither a session nor all of them together hold too many connections.</summary>
internal sealed class LiveStreams
{
    /// <summary>Most streams of one session: open pages of one administrator.</summary>
    public const int MaxPerSession = 6;

    /// <summary>Most streams of all sessions in this process.</summary>
    public const int Max = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, int> _open = [];
    private int _all;

    /// <summary>Takes a place until the result is disposed of; null when there is none.</summary>
    public IDisposable? TryTake(Guid session)
    {
        lock (_lock)
        {
            var open = _open.GetValueOrDefault(session);
            if (open >= MaxPerSession || _all >= Max)
            {
                return null;
            }

            _open[session] = open + 1;
            _all++;
            return new Place(this, session);
        }
    }

    private void Free(Guid session)
    {
        lock (_lock)
        {
            _all--;
            if (--_open[session] == 0)
            {
                _open.Remove(session);
            }
        }
    }

    private sealed class Place(LiveStreams streams, Guid session) : IDisposable
    {
        public void Dispose() => streams.Free(session);
    }
}
