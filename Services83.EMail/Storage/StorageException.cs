namespace Services83.EMail.Storage;

/// <summary>The database could not do its work. The message says what to look at; it never holds stored data.</summary>
/// <param name="message">What happened, for the operator.</param>
/// <param name="isTransient">Whether the same work may succeed later (a lock) or not (a damaged file).</param>
/// <param name="innerException">The provider's own error.</param>
public sealed class StorageException(string message, bool isTransient, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The same without the file's name, for whoever may know what happened but not where.</summary>
    public string Summary { get; init; } = "The database cannot be used.";

    /// <summary>Whether the same work may succeed later.</summary>
    public bool IsTransient { get; } = isTransient;
}
