using Services83.EMail.Storage;
using Services83.EMail.Storage.PostgreSql;

namespace Services83.EMail.Hosting;

/// <summary>For commands: whether a server runs, and the place of one when none does.</summary>
internal static class ServingNode
{
    /// <summary>The place of a process that serves; null when another process serves already.</summary>
    /// <exception cref="StorageException">The data folder cannot be written to, or the database cannot be reached.</exception>
    public static async Task<INode?> TryJoinAsync(StorageOptions options, CancellationToken cancellationToken)
    {
        if (options.Provider == StorageProvider.Sqlite)
        {
            return EngineLock.TryTake(options.DataFolder);
        }

        if (await IsAnyAsync(options, cancellationToken))
        {
            return null;
        }

        var node = new PostgreSqlNode(options, new DatabaseClock(), serves: true);
        await node.LookAsync(cancellationToken);
        return node;
    }

    /// <summary>Whether any process serves.</summary>
    /// <exception cref="StorageException">The data folder cannot be written to, or the database cannot be reached.</exception>
    public static async Task<bool> IsAnyAsync(StorageOptions options, CancellationToken cancellationToken)
    {
        if (options.Provider == StorageProvider.Sqlite)
        {
            using var free = EngineLock.TryTake(options.DataFolder);
            return free is null;
        }

        using var observer = new PostgreSqlNode(options, new DatabaseClock(), serves: false);
        return (await observer.AliveAsync(cancellationToken)).Count > 0;
    }
}
