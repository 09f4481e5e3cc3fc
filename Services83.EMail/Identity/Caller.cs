using Services83.EMail.Storage;

namespace Services83.EMail.Identity;

/// <summary>Who asks, as proved by a ticket, a password or a trusted proxy.</summary>
public sealed record Caller
{
    /// <summary>Id of the associate, 1 or more.</summary>
    public required int AssociateId { get; init; }

    /// <summary>Login name, as stored.</summary>
    public required string LoginName { get; init; }

    /// <summary>Administrators and system users may act for every associate.</summary>
    public required bool IsPrivileged { get; init; }

    /// <summary>What this caller sees.</summary>
    public Scope Scope => IsPrivileged ? Scope.Everybody : Own;

    /// <summary>What is this caller's own.</summary>
    public Scope Own => Scope.Of(AssociateId);

    /// <summary>Whether this caller may see and change what belongs to the associate.</summary>
    public bool MayActFor(int associateId) => IsPrivileged || associateId == AssociateId;
}
