using System.Text.Json;

namespace Services83.EMail.Engines.Gateway.Sync;

/// <summary>How far a queued call is.</summary>
public enum SyncState
{
    Waiting = 0,
    Running = 1,

    /// <summary>The tenant has carried it out.</summary>
    Done = 2,

    /// <summary>It was tried for as long as the settings say, or the tenant refused it for good.</summary>
    GivenUp = 3,

    /// <summary>The tenant does not accept the proof any more; it waits for the associate to bring a new one.</summary>
    AwaitsLogin = 4,
}

/// <summary>A call of <c>SyncEmailAccounts</c> that was accepted.</summary>
public sealed class SyncCall
{
    public int SyncId { get; init; }

    /// <summary>Name of the tenant.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>Who asked, as the tenant names it.</summary>
    public string Associate { get; init; } = "";

    /// <summary>JSON of the accounts.</summary>
    public string Accounts { get; init; } = "";

    public SyncState State { get; init; }

    /// <summary>How often it was its turn.</summary>
    public int Attempts { get; init; }

    /// <summary>What came of the last attempt, for a person to read.</summary>
    public string Reason { get; init; } = "";

    /// <summary>JSON of what the tenant showed of the accounts before it was called; null until then.</summary>
    public string? Seen { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>Not tried before.</summary>
    public DateTimeOffset NextAt { get; init; }

    /// <summary>Given up after.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How long it may wait altogether. A moment that lies further ahead was written by a clock that was wrong.</summary>
    public TimeSpan Patience => ExpiresAt - RequestedAt;

    /// <summary>Whether it waits for somebody to have it tried again, or to be given up.</summary>
    public bool IsHeld => State == SyncState.Waiting && Attempts > 0 && NextAt == ExpiresAt;

    /// <summary>When it was done or given up; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What the tenant showed of the accounts before it was called; null until then.</summary>
    internal SyncSight? SeenBefore() => Seen is null ? null : JsonSerializer.Deserialize<SyncSight>(Seen);
}
