using Services83.EMail.Background;

namespace Services83.EMail.Hosting;

/// <summary>
/// Returns memory to the operating system when a busy time is over. The runtime collects garbage while it allocates, so a program that
/// allocates little would hold for hours what its busiest minute needed.
/// </summary>
internal sealed class IdleMemory(Supervisor supervisor) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    private readonly QuietTime _quiet = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        supervisor.RunAsync("Return of unused memory", BetweenLooks, LookAsync, stoppingToken);

    private Task LookAsync(CancellationToken cancellationToken)
    {
        // The quick count of a server's garbage collector changes only when it collects, so a busy program could look idle.
        if (_quiet.Begins(GC.GetTotalAllocatedBytes(precise: true)))
        {
            // All threads wait meanwhile. The live objects decide how long that takes, and an idle program has few.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            _ = LibraryMemory.Trim();
        }

        return Task.CompletedTask;
    }
}

/// <summary>Recognises by the allocated bytes that a busy time is over.</summary>
internal sealed class QuietTime
{
    /// <summary>Bytes that an idle program allocates at most between two looks.</summary>
    internal const long Little = 4 << 20;

    /// <summary>Bytes that make a time busy: less is not worth a collection.</summary>
    internal const long Much = 64 << 20;

    private long _atLastLook;
    private long _atLastQuiet;

    /// <param name="allocated">All bytes that the program has allocated so far.</param>
    /// <returns>Whether a busy time has ended since the last look.</returns>
    public bool Begins(long allocated)
    {
        var isQuiet = allocated - _atLastLook <= Little;
        _atLastLook = allocated;
        if (!isQuiet || allocated - _atLastQuiet < Much)
        {
            return false;
        }

        _atLastQuiet = allocated;
        return true;
    }
}
