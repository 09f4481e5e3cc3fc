namespace Services83.EMail.Storage.Mail;

/// <summary>The extent of a requested sync.</summary>
public enum SyncDepth
{
    Everything,

    /// <summary>New mail. If changed flags could only be found by comparing all messages, they are left for the next complete
    /// sync.</summary>
    NewMail,
}

/// <summary>A requested sync with its progress.</summary>
public sealed class SyncRequest
{
    public int AccountId { get; init; }

    public bool Running { get; init; }

    /// <summary>Requested once more while running.</summary>
    public bool Again { get; init; }

    /// <summary>Failed runs in a row.</summary>
    public int Failures { get; init; }

    /// <summary>When it is retried after a failure; null when it waits for its turn or runs.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Folder being fetched; null before the first.</summary>
    public string? Folder { get; init; }

    /// <summary>Messages fetched so far in this run.</summary>
    public int Done { get; init; }

    /// <summary>Messages to be fetched in this run, as far as known.</summary>
    public int Total { get; init; }
}

/// <summary>A run that began.</summary>
/// <param name="Depth">What was requested.</param>
/// <param name="Number">Greater than that of every earlier run of the account.</param>
public sealed record StartedRun(SyncDepth Depth, long Number);

/// <summary>The result of a run, for the account's owner and for callers that wait for it in whatever process.</summary>
public sealed class RunResult
{
    /// <summary>Messages stored for the first time.</summary>
    public int NewMessages { get; init; }

    /// <summary>JSON; null when the run succeeded.</summary>
    public string? Failure { get; init; }

    /// <summary>The failure for a person to read; empty when the run succeeded.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether a retry may help after the failure.</summary>
    public bool IsTransient { get; init; }

    /// <summary>What the account is to say although the run succeeded; usually empty.</summary>
    public string Note { get; init; } = "";
}

/// <summary>An account that is to be synced.</summary>
public sealed class DueAccount
{
    public int AccountId { get; init; }

    public int AssociateId { get; init; }

    /// <summary>The host of its incoming mail in lower case; empty when the account was deleted.</summary>
    public string Host { get; init; } = "";
}
