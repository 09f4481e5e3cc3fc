using System.Text.Json;

namespace Services83.EMail.Engines.Gateway.Sync;

/// <summary>The state of a queued call.</summary>
public enum SyncState
{
    Waiting = 0,
    Running = 1,

    /// <summary>The tenant has carried it out.</summary>
    Done = 2,

    /// <summary>The patience of the settings is over, or the tenant refused it permanently.</summary>
    GivenUp = 3,

    /// <summary>The tenant does not accept the credentials any more; the call waits until the associate sends new ones.</summary>
    AwaitsLogin = 4,
}

/// <summary>A call of <c>SyncEmailAccounts</c> that was accepted.</summary>
public sealed class SyncCall
{
    public int SyncId { get; init; }

    /// <summary>Name of the tenant.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>The caller, as the tenant names it.</summary>
    public string Associate { get; init; } = "";

    /// <summary>JSON of the accounts.</summary>
    public string Accounts { get; init; } = "";

    public SyncState State { get; init; }

    /// <summary>Number of attempts.</summary>
    public int Attempts { get; init; }

    /// <summary>Result of the last attempt, as text for a person.</summary>
    public string Reason { get; init; } = "";

    /// <summary>JSON of the accounts' state at the tenant before the call was made; null until then.</summary>
    public string? Seen { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>The earliest time of the next attempt.</summary>
    public DateTimeOffset NextAt { get; init; }

    /// <summary>After this time it is given up.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The longest time that it may wait. A later time in the row was written by a wrong clock.</summary>
    public TimeSpan Patience => ExpiresAt - RequestedAt;

    /// <summary>Whether it waits until somebody retries it or its time is over.</summary>
    public bool IsHeld => State == SyncState.Waiting && Attempts > 0 && NextAt == ExpiresAt;

    /// <summary>The state in words, for operators.</summary>
    public string StateName => State switch
    {
        SyncState.Waiting => IsHeld ? "held" : "waiting",
        SyncState.Running => "running",
        SyncState.Done => "done",
        SyncState.AwaitsLogin => "waits for a login",
        SyncState.GivenUp => "given up",
    };

    /// <summary>When it was done or given up; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The accounts' state at the tenant before the call was made; null until then.</summary>
    internal SyncSight? SeenBefore() => Seen is null ? null : JsonSerializer.Deserialize<SyncSight>(Seen);
}
