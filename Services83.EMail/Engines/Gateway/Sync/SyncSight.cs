namespace Services83.EMail.Engines.Gateway.Sync;

/// <summary>What a tenant shows of the accounts of a call at one moment. Two of them tell whether a sync took place in between.</summary>
/// <param name="Accounts">One for each account of the call, in the same order.</param>
public sealed record SyncSight(IReadOnlyList<AccountSight> Accounts)
{
    /// <summary>What has become of the call since an earlier sight of the same accounts.</summary>
    public SyncSign Since(SyncSight earlier)
    {
        var signs = earlier.Accounts.Zip(Accounts, (before, after) => after.Since(before)).ToHashSet();
        return signs.Contains(SyncSign.StillDue) ? SyncSign.StillDue : signs.Contains(SyncSign.Synced) ? SyncSign.Synced : SyncSign.None;
    }
}

/// <summary>What a tenant shows of one account of a call.</summary>
/// <param name="Due">
/// The keys of the accounts that <c>GetReadySyncEmailAccounts</c> lists and the call means; null when that could not be asked.
/// </param>
/// <param name="Mark">What a sync changes in the account itself; null when that could not be asked.</param>
/// <param name="TellsFetch">Whether the mark holds when mail was fetched last.</param>
public sealed record AccountSight(int[]? Due, string? Mark, bool TellsFetch)
{
    public SyncSign Since(AccountSight earlier)
    {
        if (Mark is not null && earlier.Mark is not null && Mark != earlier.Mark)
        {
            return SyncSign.Synced;
        }

        return (earlier.Due, Due) switch
        {
            ({ Length: > 0 }, { } now) when !earlier.Due.Intersect(now).Any() => SyncSign.Synced,
            ({ Length: > 0 }, { }) when earlier.TellsFetch && TellsFetch => SyncSign.StillDue,
            _ => SyncSign.None,
        };
    }
}

/// <summary>What two sights tell.</summary>
public enum SyncSign
{
    /// <summary>Nothing: nothing in the accounts has changed that can be seen.</summary>
    None,

    /// <summary>The tenant has synced, or tried to.</summary>
    Synced,

    /// <summary>The tenant lists an account as one that should be synced, as it did before, and has not fetched its mail since.</summary>
    StillDue,
}
