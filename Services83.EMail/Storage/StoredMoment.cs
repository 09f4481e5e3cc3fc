namespace Services83.EMail.Storage;

/// <summary>Times in the database before which something is not retried.</summary>
public static class StoredMoment
{
    /// <summary>
    /// The longest wait of anything that failed. A later time was written by a clock that was ahead, and is ignored.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(8);
}
