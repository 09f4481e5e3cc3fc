namespace Services83.EMail.Storage;

/// <summary>Moments in the database before which something is not tried again.</summary>
public static class StoredMoment
{
    /// <summary>
    /// Nothing that failed waits for longer. A moment that lies further ahead was written by a clock that was ahead, and counts for nothing.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(8);
}
