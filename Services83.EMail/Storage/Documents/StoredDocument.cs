namespace Services83.EMail.Storage.Documents;

/// <summary>A message of the archive, without its bytes.</summary>
public sealed class StoredDocument
{
    /// <summary>1 or more.</summary>
    public int DocumentId { get; init; }

    /// <summary>The associate who archived it.</summary>
    public int AssociateId { get; init; }

    /// <summary>Login name of the associate who archived it.</summary>
    public string LoginName { get; init; } = "";

    /// <summary>Full name of the associate who archived it.</summary>
    public string FullName { get; init; } = "";

    public int ContentId { get; init; }

    /// <summary>Title in lists.</summary>
    public string Title { get; init; } = "";

    /// <summary>Whether every associate may read it, or only its owner and privileged users.</summary>
    public bool Shared { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>In bytes.</summary>
    public long Size { get; init; }
}
