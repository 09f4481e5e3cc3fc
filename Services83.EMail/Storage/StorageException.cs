namespace Services83.EMail.Storage;

/// <summary>The database failed. The message says what to check; it never contains stored data.</summary>
/// <param name="message">What happened, for the operator.</param>
/// <param name="isTransient">Whether the same work may succeed later (a lock) or not (a damaged file).</param>
/// <param name="innerException">The provider's own error.</param>
public sealed class StorageException(string message, bool isTransient, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The same without the file's name, for callers, who may know what happened but not where.</summary>
    public string Summary { get; init; } = "The database cannot be used.";

    /// <summary>Whether the same work may succeed later.</summary>
    public bool IsTransient { get; } = isTransient;
}
