namespace Services83.EMail.Engines.Gateway.Sync;

/// <summary>The state of a call's accounts at a tenant at one time. Two of them show whether a sync took place in between.</summary>
/// <param name="Accounts">One for each account of the call, in the same order.</param>
public sealed record SyncSight(IReadOnlyList<AccountSight> Accounts)
{
    /// <summary>What has happened to the call since an earlier state of the same accounts.</summary>
    public SyncSign Since(SyncSight earlier)
    {
        var signs = earlier.Accounts.Zip(Accounts, (before, after) => after.Since(before)).ToHashSet();
        return signs.Contains(SyncSign.StillDue) ? SyncSign.StillDue : signs.Contains(SyncSign.Synced) ? SyncSign.Synced : SyncSign.None;
    }
}

/// <summary>The state of one account of a call at a tenant.</summary>
/// <param name="Due">
/// The keys of the accounts of the call that <c>GetReadySyncEmailAccounts</c> lists; null when the list could not be read.
/// </param>
/// <param name="Mark">The members of the account that a sync changes; null when they could not be read.</param>
/// <param name="TellsFetch">Whether the mark contains the time of the last fetch.</param>
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

/// <summary>The result of comparing two states.</summary>
public enum SyncSign
{
    /// <summary>No visible change in the accounts.</summary>
    None,

    /// <summary>The tenant has synced, or tried to.</summary>
    Synced,

    /// <summary>The tenant lists an account as one that should be synced, as it did before, and has not fetched its mail since.</summary>
    StillDue,
}
