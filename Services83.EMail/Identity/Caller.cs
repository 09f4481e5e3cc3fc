using Services83.EMail.Storage;

namespace Services83.EMail.Identity;

/// <summary>The caller, authenticated by a ticket, a password or a trusted proxy.</summary>
public sealed record Caller
{
    /// <summary>Id of the associate, 1 or more.</summary>
    public required int AssociateId { get; init; }

    /// <summary>Login name, as stored.</summary>
    public required string LoginName { get; init; }

    /// <summary>Administrators and system users may act for every associate.</summary>
    public required bool IsPrivileged { get; init; }

    /// <summary>What this caller may see.</summary>
    public Scope Scope => IsPrivileged ? Scope.Everybody : Own;

    /// <summary>What belongs to this caller.</summary>
    public Scope Own => Scope.Of(AssociateId);

    /// <summary>Whether this caller may see and change what belongs to the associate.</summary>
    public bool MayActFor(int associateId) => IsPrivileged || associateId == AssociateId;
}
