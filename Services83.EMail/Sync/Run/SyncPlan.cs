namespace Services83.EMail.Sync.Run;

/// <summary>How much of a folder must be compared.</summary>
public enum SyncKind
{
    /// <summary>Nothing changed.</summary>
    None,

    /// <summary>Fetch only the messages from the checkpoint's UIDNEXT on.</summary>
    NewOnly,

    /// <summary>Fetch only the changes since the checkpoint's HIGHESTMODSEQ.</summary>
    Delta,

    /// <summary>Compare all UIDs and flags.</summary>
    Full,

    /// <summary>UIDVALIDITY changed: the stored UIDs are not valid, the messages are recognised by their content.</summary>
    Rekey,
}

/// <summary>A decision and its reason, for the log.</summary>
public sealed record SyncPlan(SyncKind Kind, string Reason);
