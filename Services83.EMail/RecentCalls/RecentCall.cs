using Services83.EMail.Storage;

namespace Services83.EMail.RecentCalls;

/// <summary>What a call counts as. Each kind has a limit of its own, so that many calls of one kind displace none of another.</summary>
public enum CallKind
{
    /// <summary>Of a known caller, and it succeeded.</summary>
    Succeeded = 1,

    /// <summary>Of a known caller, and it failed.</summary>
    Failed = 2,

    /// <summary>Of nobody known: a login that was refused, a ticket that has expired, a request for a description.</summary>
    Nobody = 3,
}

/// <summary>A call that has ended. It holds no parameter, result or credential of the call.</summary>
public sealed record RecentCall
{
    /// <summary>Grows with the time at which calls were stored; 0 for a call that is not stored yet.</summary>
    public long CallId { get; init; }

    public CallKind Kind { get; init; }

    /// <summary>When it arrived, in UTC.</summary>
    public DateTimeOffset CalledAt { get; init; }

    /// <summary><c>soap</c> or <c>rest</c>.</summary>
    public string Door { get; init; } = "";

    public string Operation { get; init; } = "";

    /// <summary>Login name of the caller; null if nobody known has called, or only the tenant behind a gateway knows who.</summary>
    public string? LoginName { get; init; }

    /// <summary>Null when unknown, and always with a gateway.</summary>
    public int? AssociateId { get; init; }

    /// <summary>Name of the tenant behind a gateway; null for the one without a name, for none, and without a gateway.</summary>
    public string? Tenant { get; init; }

    /// <summary>Address of the client, behind trusted proxies as they report it; null when unknown.</summary>
    public string? Address { get; init; }

    /// <summary>Duration in microseconds.</summary>
    public long Microseconds { get; init; }

    /// <summary>The kind of error; null when the call succeeded.</summary>
    public string? Error { get; init; }

    /// <summary>What the caller was told about the error: one line, cut off; null when it was told nothing.</summary>
    public string? Reason { get; init; }
}

/// <summary>How often an operation was called within some time.</summary>
public sealed record OperationCount
{
    public string Operation { get; init; } = "";

    public long Calls { get; init; }

    /// <summary>Those that failed.</summary>
    public long Errors { get; init; }

    /// <summary>Those that were too many at once to be listed.</summary>
    public long Unlisted { get; init; }

    /// <summary>Duration of all of them together, in microseconds.</summary>
    public long Microseconds { get; init; }
}

/// <summary>How many calls there were within one period.</summary>
public sealed record PeriodCount
{
    /// <summary>The beginning of its five minutes.</summary>
    public DateTimeOffset BeganAt { get; init; }

    public long Calls { get; init; }

    /// <summary>Those that failed.</summary>
    public long Errors { get; init; }
}

/// <summary>Which calls are wanted.</summary>
public sealed record CallFilter
{
    /// <summary>Name of the operation, in any letter case; null for all.</summary>
    public string? Operation { get; init; }

    /// <summary>Login name of the caller, in any letter case; null for all.</summary>
    public string? LoginName { get; init; }

    /// <summary><c>soap</c> or <c>rest</c>; null for both.</summary>
    public string? Door { get; init; }

    /// <summary>Address of the client; null for all.</summary>
    public string? Address { get; init; }

    /// <summary>The kind of error; null for all calls.</summary>
    public string? Error { get; init; }

    /// <summary>Text in what the caller was told about the error, in any letter case; null for all calls.</summary>
    public string? Text { get; init; }

    /// <summary>The shortest duration in microseconds; 0 for all calls.</summary>
    public long AtLeast { get; init; }

    /// <summary>Whether only calls that failed are wanted.</summary>
    public bool OnlyErrors { get; init; }

    /// <summary>The earliest call; null for no limit.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only calls with a lower id, for the next page; null for the first page.</summary>
    public long? Before { get; init; }

    /// <summary>Most calls, 1 or more.</summary>
    public int Limit { get; init; } = 100;

    /// <summary><see cref="Text"/> for the query.</summary>
    internal string? Pattern => Text is null ? null : LikePattern.Containing(Text.ToLowerInvariant());
}
