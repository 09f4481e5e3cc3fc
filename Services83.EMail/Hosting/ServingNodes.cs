using Services83.EMail.Storage;
using Services83.EMail.Storage.PostgreSql;

namespace Services83.EMail.Hosting;

/// <summary>For commands: the processes that serve a database, and the place of one when there is none.</summary>
internal sealed class ServingNodes(StorageOptions options) : IDisposable
{
    private readonly PostgreSqlNode? _observer =
        options.Provider == StorageProvider.PostgreSql ? new PostgreSqlNode(options, new DatabaseClock(), serves: false) : null;

    /// <summary>The place of a process that serves; null when another process serves already.</summary>
    /// <exception cref="StorageException">The data folder cannot be written to, or the database cannot be reached.</exception>
    public async Task<INode?> TryJoinAsync(CancellationToken cancellationToken)
    {
        if (_observer is null)
        {
            return EngineLock.TryTake(options.DataFolder);
        }

        if (await IsAnyAsync(cancellationToken))
        {
            return null;
        }

        var node = new PostgreSqlNode(options, new DatabaseClock(), serves: true);
        await node.LookAsync(cancellationToken);
        return node;
    }

    /// <summary>Whether any process serves.</summary>
    /// <exception cref="StorageException">The data folder cannot be written to, or the database cannot be reached.</exception>
    public async Task<bool> IsAnyAsync(CancellationToken cancellationToken)
    {
        if (_observer is not null)
        {
            return (await _observer.AliveAsync(cancellationToken)).Count > 0;
        }

        using var free = EngineLock.TryTake(options.DataFolder);
        return free is null;
    }

    public void Dispose() => _observer?.Dispose();
}
