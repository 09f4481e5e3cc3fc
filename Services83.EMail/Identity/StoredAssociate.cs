namespace Services83.EMail.Identity;

/// <summary>A user of the installation.</summary>
public sealed record StoredAssociate
{
    /// <summary>1 or more.</summary>
    public int AssociateId { get; init; }

    /// <summary>Unique in any letter case.</summary>
    public string LoginName { get; init; } = "";

    public string FullName { get; init; } = "";

    public string EmailAddress { get; init; } = "";

    public UserType UserType { get; init; } = UserType.InternalAssociate;

    public bool IsAdministrator { get; init; }

    /// <summary>A disabled associate cannot log in, and its tickets are refused.</summary>
    public bool Disabled { get; init; }

    /// <summary>Calls within a minute, 0 for any number; null for as many as <see cref="IdentityOptions.MaxCallsPerMinute"/> says.</summary>
    public int? MaxCallsPerMinute { get; init; }

    /// <summary>Messages that may be sent within an hour, 0 for any number; null for as many as the settings say.</summary>
    public int? MaxMessagesPerHour { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public Caller ToCaller() => new()
    {
        AssociateId = AssociateId,
        LoginName = LoginName,
        IsPrivileged = IsAdministrator || UserType == UserType.SystemAssociate,
    };
}
