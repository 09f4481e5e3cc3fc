using Services83.EMail.Storage;

namespace Services83.EMail.Doors.Dashboard;

/// <summary>How the pages read and change what a gateway has.</summary>
/// <param name="ReadAsync">Reads it: a page of the queued syncs, and whether to ask the tenants.</param>
/// <param name="RetryAsync">Retries a queued sync soon; says whether there is one that waits.</param>
internal sealed record GatewayAccess(
    Func<IServiceProvider, int, bool, CancellationToken, Task<GatewayModel>> ReadAsync, Func<IServiceProvider, int, CancellationToken, Task<bool>> RetryAsync);

/// <summary>What the first page of a gateway shows.</summary>
public sealed record GatewayModel
{
    public required IReadOnlyList<TenantLine> Tenants { get; init; }

    /// <summary>Queued syncs that wait for a person.</summary>
    public required int Held { get; init; }

    /// <summary>The newest first.</summary>
    public required Page<SyncLine> Syncs { get; init; }
}

/// <summary>A tenant.</summary>
/// <param name="Name">Empty for the tenant that needs no name.</param>
/// <param name="Answer">What is at its address.</param>
/// <param name="IsFine">Whether nothing is known to be wrong.</param>
/// <param name="Tickets">Valid tickets of its users.</param>
/// <param name="OpenSyncs">Queued syncs that have not ended.</param>
public sealed record TenantLine(string Name, string Address, string Answer, bool IsFine, int Tickets, int OpenSyncs);

/// <summary>A queued sync.</summary>
/// <param name="IsHeld">Whether it waits until somebody retries it.</param>
/// <param name="NextOrEnd">The time of its next attempt, or of its end.</param>
public sealed record SyncLine(
    int Id, string Tenant, string Associate, string State, bool IsHeld, DateTimeOffset RequestedAt, int Attempts, DateTimeOffset NextOrEnd, string Reason);
