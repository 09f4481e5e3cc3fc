using System.ComponentModel.DataAnnotations;

namespace Services83.EMail.Sync;

/// <summary>Settings under <c>Sync</c>.</summary>
public sealed class SyncOptions
{
    public const string Section = "Sync";

    /// <summary>Accounts synced at the same time by this process, 1 to 1000. Default 20.</summary>
    [Range(1, 1000)]
    public int MaxConcurrentAccounts { get; set; } = 20;

    /// <summary>Accounts of one mail host synced at the same time, 1 to 100. Default 4: many mail servers refuse more
    /// connections.</summary>
    [Range(1, 100)]
    public int MaxConcurrentAccountsPerHost { get; set; } = 4;

    /// <summary>
    /// Seconds that the connection of a sync waits for the account's next one before it is closed, 0 to 1500; 0: it is closed at once. Default
    /// 60. If several processes serve one database, it is always closed at once.
    /// </summary>
    [Range(0, 1500)]
    public int KeepConnectionSeconds { get; set; } = 60;

    /// <summary>Messages stored in one transaction, 1 to 10000. Default 200.</summary>
    [Range(1, 10_000)]
    public int BatchMessages { get; set; } = 200;

    /// <summary>Bytes fetched before they are stored, 64 KiB to 1 GiB. Default 16 MiB.</summary>
    [Range(64 * 1024, 1024 * 1024 * 1024)]
    public long BatchBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// Messages that were received more days ago are not fetched, 1 to 36500; 0: all are fetched. Default 0. Cached messages stay; a higher
    /// value fetches older mail with the next sync.
    /// </summary>
    [Range(0, 36_500)]
    public int HistoryDays { get; set; }

    /// <summary>Bytes of mail that are cached for an account, up to 1 PB; 0, the default, for any number. An account may have a limit of its own.</summary>
    [Range(0, 1_000_000_000_000_000)]
    public long MaxCacheBytes { get; set; }

    /// <summary>
    /// Accounts whose inbox is watched by a connection of its own each, so that new mail is fetched when it arrives, 1 to 10000; 0 for none.
    /// Default 0.
    /// </summary>
    [Range(0, 10_000)]
    public int IdleAccounts { get; set; }

    /// <summary>Watched accounts at one mail host, 1 to 1000. Default 20.</summary>
    [Range(1, 1000)]
    public int IdleAccountsPerHost { get; set; } = 20;

    /// <summary>Seconds between two checks for requests that another process left in the database, 1 to 3600. Default 2.</summary>
    [Range(1, 3600)]
    public int SweepSeconds { get; set; } = 2;
}
