namespace Services83.EMail.Storage;

/// <summary>What became of a lock that was taken.</summary>
public enum LockState
{
    Held,

    /// <summary>It was lost; it is held again.</summary>
    TakenAgain,

    /// <summary>It was lost, and another process holds it by now.</summary>
    Lost,
}

/// <summary>Held by the one process that runs the syncs of a database, until it is disposed of or the process ends.</summary>
public interface IEngineLock : IDisposable
{
    /// <summary>What is locked, for operators.</summary>
    string Name { get; }

    /// <summary>Finds out whether the lock is still held, and if not, takes it again.</summary>
    /// <exception cref="IOException">Its place cannot be read or written to; nothing is known.</exception>
    /// <exception cref="StorageException">The database cannot be reached; nothing is known.</exception>
    LockState Look();
}
