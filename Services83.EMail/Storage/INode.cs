namespace Services83.EMail.Storage;

/// <summary>What became of the place that a process has among those that serve the same database.</summary>
public enum NodeState
{
    Held,

    /// <summary>It was lost; it is held again. Other processes may have taken over its tasks meanwhile.</summary>
    TakenAgain,

    /// <summary>It was lost, and another process holds it by now.</summary>
    Lost,
}

/// <summary>
/// This process among those that serve the same database, until it is disposed of or the process ends. A task that only one process may do
/// at a time is held by the process that took it first.
/// </summary>
public interface INode : IDisposable
{
    /// <summary>Different for each process, 1 or more.</summary>
    int Id { get; }

    /// <summary>What the processes share, for operators.</summary>
    string Name { get; }

    /// <summary>Whether other processes may serve the same database.</summary>
    bool IsShared { get; }

    /// <summary>Finds out whether the place is still held, and if not, takes it again.</summary>
    /// <exception cref="IOException">The folder cannot be read or written to; nothing is known.</exception>
    /// <exception cref="StorageException">The database cannot be reached; nothing is known.</exception>
    Task<NodeState> LookAsync(CancellationToken cancellationToken);

    /// <summary>Whether this process holds the task, as far as it knows.</summary>
    bool Holds(string task);

    /// <summary>Takes the task, or keeps it.</summary>
    /// <returns>A token that is cancelled when the task is lost; null when another process holds it.</returns>
    /// <exception cref="StorageException">The database cannot be reached.</exception>
    Task<CancellationToken?> TryTakeAsync(string task, CancellationToken cancellationToken);

    /// <summary>The ids of the processes that serve the database now, in ascending order; this one is always among them.</summary>
    /// <exception cref="StorageException">The database cannot be reached.</exception>
    Task<IReadOnlyList<int>> AliveAsync(CancellationToken cancellationToken);
}
