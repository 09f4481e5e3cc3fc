namespace Services83.EMail.Storage.Documents;

/// <summary>A message of the archive, without its octets.</summary>
public sealed class StoredDocument
{
    /// <summary>1 or more.</summary>
    public int DocumentId { get; init; }

    /// <summary>Who archived it.</summary>
    public int AssociateId { get; init; }

    /// <summary>Login name of who archived it.</summary>
    public string LoginName { get; init; } = "";

    /// <summary>Full name of who archived it.</summary>
    public string FullName { get; init; } = "";

    public int ContentId { get; init; }

    /// <summary>What a list shows.</summary>
    public string Title { get; init; } = "";

    /// <summary>Whether every associate may read it, rather than its owner and the privileged alone.</summary>
    public bool Shared { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>In octets.</summary>
    public long Size { get; init; }
}
