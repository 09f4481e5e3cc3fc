namespace Services83.EMail.Sync.Run;

/// <summary>How much of a folder has to be looked at.</summary>
public enum SyncKind
{
    /// <summary>Nothing changed.</summary>
    None,

    /// <summary>Ask only for the messages from the checkpoint's UIDNEXT on.</summary>
    NewOnly,

    /// <summary>Ask only for what changed since the checkpoint's HIGHESTMODSEQ.</summary>
    Delta,

    /// <summary>Compare all UIDs and flags.</summary>
    Full,

    /// <summary>UIDVALIDITY changed: the stored UIDs mean nothing, the messages are recognised by their content.</summary>
    Rekey,
}

/// <summary>A decision and why it was taken, for the log.</summary>
public sealed record SyncPlan(SyncKind Kind, string Reason);
