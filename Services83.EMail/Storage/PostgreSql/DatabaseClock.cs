namespace Services83.EMail.Storage.PostgreSql;

/// <summary>
/// The clock of the database server, which all processes share: a process whose own clock is wrong neither holds up nor hastens anything.
/// <see cref="PostgreSqlNode"/> reads it now and again; in between, time passes as the machine's monotonic clock says. Until it is first read
/// it is the machine's own.
/// </summary>
internal sealed class DatabaseClock : TimeProvider
{
    /// <summary>Smaller differences are ignored, so that the time of this process does not jump.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private (DateTimeOffset Time, long Timestamp)? _known;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _known is { } known ? known.Time + GetElapsedTime(known.Timestamp) : base.GetUtcNow();
        }
    }

    /// <summary>Takes over what the server said.</summary>
    /// <param name="server">Its time, in UTC.</param>
    /// <param name="asked">The monotonic clock when it was asked; the answer has just arrived.</param>
    public void Set(DateTime server, long asked)
    {
        var now = new DateTimeOffset(server) + (GetElapsedTime(asked) / 2);
        lock (_lock)
        {
            if (_known is not { } known || (now - known.Time - GetElapsedTime(known.Timestamp)).Duration() > Tolerance)
            {
                _known = (now, GetTimestamp());
            }
        }
    }
}
